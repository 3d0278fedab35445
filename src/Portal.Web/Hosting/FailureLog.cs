using Microsoft.AspNetCore.Diagnostics;
using Portal.Web.Components.Ui;

namespace Portal.Web.Hosting;

/// <summary>Logs an unhandled exception under the reference that the error page shows: its kind and place, never its message, which could hold data.</summary>
internal sealed class FailureLog(ILogger<FailureLog> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        log.LogError("Request failed, reference {Reference}, {Kind} in {Place}", Reference.New(), exception.GetType().Name, exception.TargetSite?.DeclaringType?.Name);
        return ValueTask.FromResult(false);
    }
}
