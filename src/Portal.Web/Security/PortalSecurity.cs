using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Portal.Web.Security;

/// <summary>The security part of the host: services, the order of the middleware, its endpoints.</summary>
internal static class PortalSecurity
{
    public static IServiceCollection AddPortalSecurity(this IServiceCollection services)
    {
        services.AddAuthentication(PortalScheme.Name)
            .AddScheme<AuthenticationSchemeOptions, PortalAuthenticationHandler>(PortalScheme.Name, _ => { });
        PermissionPolicies.Add(services);
        services.AddCascadingAuthenticationState();
        services.AddScoped<ActorSource>();
        services.AddTransient<Features.Patients.Charting.ChartDesk>();
        services.AddScoped<CircuitHandler, SessionCircuitHandler>();
        services.AddAntiforgery(Configure);
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        return services;
    }

    /// <summary>Headers first, so that refusals carry them too; antiforgery last, because its tokens name the account.</summary>
    public static void UsePortalSecurity(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseHsts();
        app.UseRouting();
        app.UseMiddleware<BodyLimit>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapPortalSecurity(this WebApplication app)
    {
        SignOutEndpoint.Map(app);
        app.MapGet("/health/live", () => Results.Ok()).AllowAnonymous();
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(Portal.Features.Identity.CheckReady ready, CancellationToken cancel) =>
        await ready.IsReadyAsync(Kernel.Access.Actor.Anonymous, cancel) ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

    private static void Configure(AntiforgeryOptions options)
    {
        options.Cookie.Name = "__Host-portal-forms";
        options.Cookie.Path = "/";
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.HttpOnly = true;
        // The security headers forbid framing for every page.
        options.SuppressXFrameOptionsHeader = true;
    }
}
