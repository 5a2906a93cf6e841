namespace Orcastra.Tests.Simulator;

/// <summary>A request that is under way while the test goes on.</summary>
internal sealed class Asked
{
    private readonly Simulation _simulation;
    private readonly DateTimeOffset _at;
    private readonly Task<HttpResponseMessage> _response;
    private DateTimeOffset _answeredAt;

    public Asked(Simulation simulation, HttpMessageInvoker invoker, HttpRequestMessage request)
    {
        (_simulation, _at) = (simulation, simulation.Timeline.Now);
        _response = invoker.SendAsync(request, CancellationToken.None);
        _response.ContinueWith(
            _ => _answeredAt = simulation.Timeline.Now, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public bool IsOver => _response.IsCompleted;

    /// <summary>How many seconds the answer took.</summary>
    public double Took => IsOver ? (_answeredAt - _at).TotalSeconds : double.PositiveInfinity;

    public int Status => (int)Response.StatusCode;

    public string Body => _simulation.Timeline.Run(Response.Content.ReadAsStringAsync());

    private HttpResponseMessage Response => IsOver ? _response.Result : throw new InvalidOperationException("there is no answer yet");
}
