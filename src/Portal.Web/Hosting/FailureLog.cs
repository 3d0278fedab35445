using Microsoft.AspNetCore.Diagnostics;
using Portal.Web.Components.Ui;

namespace Portal.Web.Hosting;

/// <summary>Logs an unhandled exception under the reference that the error page shows: its kind and place, never its message, which could hold data.</summary>
internal sealed class FailureLog(ILogger<FailureLog> log, DatabaseState database) : IExceptionHandler
{
    private static readonly object Key = new();

    /// <summary>The reference under which this request's failure was logged.</summary>
    public static string? ReferenceOf(HttpContext http) => http.Items[Key] as string;

    /// <summary>The answer's status: the caller's fault where it is, 503 where trying again helps.</summary>
    public static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ when PassingFailure.Is(exception) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var reference = Reference.New();
        httpContext.Items[Key] = reference;
        if (PassingFailure.Is(exception))
        {
            database.Report();
        }

        // A request that is none is its sender's affair.
        log.Log(exception is BadHttpRequestException ? LogLevel.Information : LogLevel.Error, "Request failed, reference {Reference}, {Kind} in {Place}", reference, exception.GetType().Name, exception.TargetSite?.DeclaringType?.Name);
        return ValueTask.FromResult(false);
    }
}
