using System.Text;

namespace Orcastra.Tests.Logging;

/// <summary>A log that one thread writes while another reads it: each text that is written is there as a whole, or not at all.</summary>
public sealed class SharedText : StringWriter
{
    private readonly Lock _turn = new();

    public override void Write(StringBuilder? value)
    {
        lock (_turn)
        {
            base.Write(value);
        }
    }

    public override string ToString()
    {
        lock (_turn)
        {
            return base.ToString();
        }
    }
}
