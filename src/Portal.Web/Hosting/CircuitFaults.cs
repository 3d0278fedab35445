using Portal.Kernel;
using Serilog.Core;

namespace Portal.Web.Hosting;

/// <summary>
/// Says at Warning what Blazor says at Debug alone: that a browser sent a circuit what its page would not, such as events of parts that are not there. The line
/// names the kind and the session, and nothing of what was sent. A page that is slow may do it once, by a click on what has just gone; a row of them is somebody's work.
/// </summary>
internal sealed class CircuitFaults(Serilog.ILogger log) : ILoggerProvider
{
    /// <summary>Where Blazor's parts of the server write to.</summary>
    public const string Category = "Microsoft.AspNetCore.Components.Server";

    private static readonly AsyncLocal<SessionId?> Current = new();

    private readonly Serilog.ILogger log = log.ForContext(Constants.SourceContextPropertyName, typeof(CircuitFaults).FullName);

    /// <summary>Whose message is being taken.</summary>
    public static void Take(SessionId session) => Current.Value = session;

    public ILogger CreateLogger(string categoryName) => new Faults(this);

    public void Dispose()
    {
    }

    // What is graver is in the log anyway.
    private static bool IsFault(LogLevel level, string? name) =>
        level == LogLevel.Debug && name is not null
        && (name.Contains("Fail", StringComparison.Ordinal) || name.Contains("Invalid", StringComparison.Ordinal) || name.Contains("Exception", StringComparison.Ordinal));

    private sealed class Faults(CircuitFaults owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsFault(logLevel, eventId.Name))
            {
                owner.log.Warning("A circuit was sent what its page does not send: {Fault}, session {Session}", eventId.Name, Current.Value?.ToString() ?? "unknown");
            }
        }
    }
}
