using Serilog;
using Serilog.Events;

namespace Portal.Web.Hosting;

/// <summary>Logs to the console and to files of mode 0600. No PHI, no addresses: what frameworks tell of requests and statements is left out.</summary>
internal static class PortalLogs
{
    private const int FilesKept = 31;

    public static ILoggingBuilder AddPortalLogs(this ILoggingBuilder logging, string? folder)
    {
        var settings = new LoggerConfiguration()
            .MinimumLevel.Warning()
            .MinimumLevel.Override("Portal", LogEventLevel.Information)
            // Statements and their parameters never go to a log; a failure is told by the exception's type at its catcher.
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Fatal)
            // It repeats a failed start, which the verb tells in one sentence.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
            // It logs the whole exception; FailureLog tells its kind and reference instead.
            .MinimumLevel.Override("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogEventLevel.Fatal)
            // It writes the message of an exception into its line; the circuit tells its kind, with the reference that the page shows.
            .MinimumLevel.Override("Microsoft.AspNetCore.Components.Server.Circuits.RemoteRenderer", LogEventLevel.Fatal)
            .WriteTo.Console(new LogText(withTrace: false), LogEventLevel.Error, standardErrorFromLevel: LogEventLevel.Verbose);
        if (folder is not null)
        {
            settings.WriteTo.File(
                new LogText(withTrace: true), Path.Combine(folder, "portal-.log"), rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: FilesKept, hooks: new OwnerOnly());
        }

        var log = settings.CreateLogger();
        return logging.ClearProviders().AddSerilog(log, dispose: true)
            .AddProvider(new CircuitFaults(log))
            .AddFilter<CircuitFaults>(null, LogLevel.None)
            .AddFilter<CircuitFaults>(CircuitFaults.Category, LogLevel.Debug);
    }

    private sealed class OwnerOnly : Serilog.Sinks.File.FileLifecycleHooks
    {
        public override Stream OnFileOpened(string path, Stream underlyingStream, System.Text.Encoding encoding)
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return underlyingStream;
        }
    }
}
