using System.Text.Json;
using Orcastra.Logging;

namespace Orcastra.Tests.Logging;

public sealed class LogsTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "orcastra-logs-" + Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void Debug_lines_show_only_when_asked_for()
    {
        Assert.DoesNotContain("detail", Log(new LogSettings()), StringComparison.Ordinal);
        Assert.Contains("detail", Log(new LogSettings { Verbose = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_object_an_event_with_its_message_and_who_speaks()
    {
        var lines = Log(new LogSettings { Format = LogFormat.Json }).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var entry = JsonDocument.Parse(Assert.Single(lines));
        Assert.Equal("up on \n node-a", entry.RootElement.GetProperty("@m").GetString());
        Assert.Equal("label-sync", entry.RootElement.GetProperty("Runner").GetString());
        Assert.Equal(TimeSpan.Zero, entry.RootElement.GetProperty("@t").GetDateTimeOffset().Offset);
    }

    [Fact]
    public void Files_are_bounded_in_size_and_number()
    {
        var settings = new LogSettings { Folder = _folder, FileBytes = 2_000, Files = 3 };
        using (var log = Logs.Create(settings, TextWriter.Null))
        {
            for (var i = 0; i < 500; i++)
            {
                log.Information("entry {Number}", i);
            }
        }

        var files = new DirectoryInfo(_folder).GetFiles();
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.InRange(file.Length, 1, 2_100));
        Assert.Contains(files, file => File.ReadAllText(file.FullName).Contains("entry 499\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_have_no_colour()
    {
        using (var log = Logs.Create(new LogSettings { Folder = _folder, Colour = true }, TextWriter.Null))
        {
            log.Warning("look");
        }

        Assert.DoesNotContain('\e', File.ReadAllText(Assert.Single(Directory.GetFiles(_folder))));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_an_error_that_names_it_and_the_setting()
    {
        File.WriteAllText(_folder, "a file is in the way");
        try
        {
            var fault = Assert.Throws<LogFolderException>(() => Logs.Create(new LogSettings { Folder = _folder }, TextWriter.Null));
            Assert.Contains(_folder, fault.Message, StringComparison.Ordinal);
            Assert.Contains("LOG_TO_FILE", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(_folder);
        }
    }

    private static string Log(LogSettings settings)
    {
        using var console = new StringWriter();
        using var log = Logs.Create(settings, console);
        log.For("label-sync").Information("up on {Node:l}", "\n node-a");
        log.Debug("detail");
        return console.ToString();
    }
}
