using System.Collections.Frozen;
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

    /// <summary>The names of Blazor's events that say so. Others of the kind tell of connections that broke or circuits that ended, which is nobody's work.</summary>
    internal static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
    [
        "DispatchEventFailedToParseEventData", "DispatchEventFailedToDispatchEvent",
        "BeginInvokeDotNetFailed", "BeginInvokeDotNetStaticFailed", "InvokeInstanceDotNetMethodException", "InvokeStaticDotNetMethodException",
        "EndInvokeDispatchException", "ReceiveByteArrayException", "ReceiveJSDataChunkException", "MismatchedInvocationId",
        "InvalidRootComponentKey", "InvalidRootComponentOperation", "InvalidComponentTypeForUpdate",
        "FailedToDeserializeDescriptor", "FailedToUnprotectDescriptor", "MissingMarkerDescriptor", "InvalidMarkerType",
        "InvalidParameterType", "InvalidParameterValue", "ParameterValuesInvalidFormat", "MismatchedParameterAndDefinitions", "MissingParameterDefinitionName",
        "FailedToParseParameterDefinitions", "FailedToParseParameterValues",
        "InvalidInputData", "InvalidCircuitId",
    ]);

    private static readonly AsyncLocal<SessionId?> Current = new();

    private readonly Serilog.ILogger log = log.ForContext(Constants.SourceContextPropertyName, typeof(CircuitFaults).FullName);

    /// <summary>Whose message is being taken.</summary>
    public static void Take(SessionId session) => Current.Value = session;

    public ILogger CreateLogger(string categoryName) => new Faults(this);

    public void Dispose()
    {
    }

    // What is graver is in the log anyway.
    private static bool IsFault(LogLevel level, string? name) => level == LogLevel.Debug && name is not null && Names.Contains(name);

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
