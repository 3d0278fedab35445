using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Server;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Web.Hosting;
using Portal.Web.Hosting.Limits;

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
        services.AddScoped<StepUpPrompt>();
        services.AddScoped<Components.Ui.TypingShelf>();
        services.AddSingleton<Features.AuditTrail.AuditKept>();
        services.AddTransient<Features.Patients.Charting.ChartDesk>();
        services.AddTransient<Features.Patients.Charting.DraftShelf>();
        services.AddCircuitSessions();
        services.AddAntiforgery(Configure);
        services.AddHsts(hsts => (hsts.MaxAge, hsts.IncludeSubDomains) = (TimeSpan.FromDays(365), true));
        return services;
    }

    /// <summary>The headers come before all of this, so that refusals carry them too; antiforgery last, because its tokens name the account.</summary>
    public static void UsePortalSecurity(this WebApplication app)
    {
        app.UseHsts();
        app.UseRouting();
        app.UseMiddleware<BodyLimit>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<HubOrigin>();
        app.UseRateLimiter();
        app.UseMiddleware<SharedLimits>();
        app.UseAntiforgery();
    }

    public static void MapPortalSecurity(this WebApplication app)
    {
        SignOutEndpoint.Map(app);
        StepUpEndpoint.Map(app);
        PasskeyEndpoints.Map(app);
        SessionEndpoints.Map(app);
        AuditExportEndpoints.Map(app);
        StaffFileEndpoints.Map(app);
        AccessReviewEndpoints.Map(app);
        app.MapGet("/health/live", () => Results.Ok()).AllowAnonymous();
        app.MapGet("/health/ready", (DatabaseState database, CheckReady audit) => Ready(database, audit.TakesEntries(Actor.Anonymous))).AllowAnonymous();
    }

    private static void AddCircuitSessions(this IServiceCollection services)
    {
        services.AddSingleton<CircuitSessions>();
        services.AddSingleton<CircuitDoor>();
        services.AddSingleton<SessionHubFilter>();
        services.AddHostedService<CircuitWatch>();
        services.Configure<CircuitOptions>(circuits =>
        {
            // Nothing of a circuit is put aside for later, neither here nor in a shared cache: it would outlive its session.
            circuits.PersistedCircuitInMemoryMaxRetained = 0;
            circuits.PersistedCircuitInMemoryRetentionPeriod = TimeSpan.FromSeconds(1);
        });
    }

    // What the watch found last, and no while it looks into a failure: anybody may ask, and a flood of questions must not reach the database or stand in the watch's way.
    internal static IResult Ready(DatabaseState database, bool takesEntries) =>
        database.IsAway || database.Reported.IsCompleted || !takesEntries ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Ok();

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
