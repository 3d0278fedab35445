using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;

namespace Portal.Web.Hosting;

/// <summary>What happens when something goes wrong in a request or a circuit: a page that says what to do, a reference, one log line.</summary>
internal static class PortalFailures
{
    private static readonly object Sent = new();

    public static IServiceCollection AddPortalFailures(this IServiceCollection services) => services
        .AddExceptionHandler<FailureLog>()
        .AddSingleton<DatabaseState>()
        .AddHostedService<DatabaseWatch>()
        .AddScoped<CircuitReference>()
        .AddScoped<CircuitHandler>(provider => provider.GetRequiredService<CircuitReference>());

    public static void UsePortalFailures(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", CreateScopeForErrors = true, StatusCodeSelector = FailureLog.StatusOf });
        // Health answers stay bare: they are read by machines.
        app.UseWhen(http => !http.Request.Path.StartsWithSegments("/health"), branch => branch.UseStatusCodePagesWithReExecute("/not-found"));
        app.Use((http, next) =>
        {
            AskAgainAsRead(http);
            return next(http);
        });
    }

    /// <summary>Whether the request that failed sent something, so that loading it again would send it twice.</summary>
    public static bool HasSent(HttpContext http) => http.Items.ContainsKey(Sent);

    // The page that tells of a failure is asked for in the same request: as a form it would be refused for want of a token, as a read it comes.
    private static void AskAgainAsRead(HttpContext http)
    {
        var isAgain = http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null;
        if (isAgain && !HttpMethods.IsGet(http.Request.Method))
        {
            http.Items[Sent] = true;
            http.Request.Method = HttpMethods.Get;
        }
    }

    /// <summary>A form without a good token gets the page for it; the framework's own answer is a line of English for programmers, or nothing.</summary>
    public static void UseStaleFormPage(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
        {
            return next(http);
        }

        // The page for it comes through here again.
        http.Features.Set<IAntiforgeryValidationFeature>(null);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });
}
