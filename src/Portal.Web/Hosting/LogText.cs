using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Portal.Web.Hosting;

/// <summary>
/// One line an event. Of an exception only the types and the places are written: its message may quote a value of a record or an address
/// that somebody typed.
/// </summary>
internal sealed class LogText(bool withTrace) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        output.Write($" {logEvent.Level} {Source(logEvent)}: ");
        logEvent.RenderMessage(output, CultureInfo.InvariantCulture);
        output.WriteLine(logEvent.Exception is null ? "" : $" ({Types(logEvent.Exception)})");
        if (withTrace && logEvent.Exception?.StackTrace is { } trace)
        {
            output.WriteLine(trace);
        }
    }

    private static string Source(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue("SourceContext", out var source) && source is ScalarValue { Value: string name } ? name : "Portal";

    private static string Types(Exception error) =>
        error.InnerException is null ? error.GetType().Name : $"{error.GetType().Name} ← {Types(error.InnerException)}";
}
