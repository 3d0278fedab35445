using Microsoft.AspNetCore.SignalR;
using Portal.Features.AuditTrail.Outside;
using Portal.Web.Components;
using Portal.Web.Features.Policies;
using Portal.Web.Hosting.Certificates;
using Portal.Web.Hosting.Limits;
using Portal.Web.Hosting.Settings;
using Portal.Web.Security;
using Radzen;

namespace Portal.Web.Hosting;

/// <summary>Builds the web application over an opened instance; the command line and the tests start the same one.</summary>
public static class PortalHost
{
    /// <summary>Builds it; the caller starts and disposes it, and disposes the instance after it.</summary>
    public static WebApplication Build(PortalInstance instance, PortalHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PortalHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = options.Environment,
        });

        // The binary runs from its build folder in every environment; without this only Development finds the packages' files.
        builder.WebHost.UseStaticWebAssets();
        AddShell(builder, options);
        builder.Logging.AddPortalLogs(options.Logs);
        // An open circuit must not hold up a stop.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton(SessionSettings.Read(builder.Configuration));
        builder.Services.AddSingleton(PlaceSettings.Read(builder.Configuration));
        builder.Services.AddPortal(instance);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents()
            // The longest note comes in one message: 50,000 characters of up to four bytes, escaped.
            .AddHubOptions(hub =>
            {
                hub.MaximumReceiveMessageSize = 512 * 1024;
                hub.AddFilter<SessionHubFilter>();
            });
        builder.Services.AddRadzenComponents();
        builder.Services.AddLocalization();
        builder.Services.AddPortalSecurity();
        builder.Services.AddPortalFailures();
        builder.Services.AddHostedService<ReindexAtStart>();
        builder.Services.AddSingleton<LastActivity>();
        builder.Services.AddHostedService<MemoryAtRest>();
        var app = builder.Build();
        Use(app);
        return app;
    }

    private static void AddShell(WebApplicationBuilder builder, PortalHostOptions options)
    {
        builder.Configuration.AddInMemoryCollection(options.Settings);
        var settings = PortalSettings.Read(builder.Configuration);
        var certificate = new ServedCertificate(settings.Https, options.Certificates, TimeProvider.System);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(PasskeySites.Of(settings, options.Port));
        builder.Services.AddSingleton(certificate);
        builder.Services.AddSingleton<OwnNames>();
        builder.Services.AddSingleton(new HttpsPort(options.Port));
        builder.Services.AddHostedService<CertificateWatch>();
        builder.Services.AddHostedService<CertificateNotices>();
        AddMail(builder, options, settings.Url);
        builder.Services.AddSingleton(ExportReader.Read(new SettingsReader(builder.Configuration)));
        builder.Services.AddSingleton(CheckpointReader.Read(new SettingsReader(builder.Configuration)));
        builder.Services.AddSingleton(SpoolReader.Read(new SettingsReader(builder.Configuration), options.Emergency));
        builder.Services.AddSingleton(FeedReader.Read(new SettingsReader(builder.Configuration)));
        builder.Services.AddSingleton(new RetentionSettings(RetentionReader.KeepYears(new SettingsReader(builder.Configuration)))); // too few years refuse the start
        builder.Services.AddSingleton(settings.OwnAccountAge);
        builder.Services.AddSingleton(AccessReviewReader.Read(new SettingsReader(builder.Configuration)));
        builder.Services.AddSingleton(GlassReader.Read(new SettingsReader(builder.Configuration)));
        builder.Services.AddSingleton(MatrixTexts.Of);
        builder.Services.AddSingleton(AccountsReader.Unused(new SettingsReader(builder.Configuration)));
        builder.Services.AddSingleton(ReviewReader.Days(new SettingsReader(builder.Configuration)));
        builder.Services.AddSingleton(ReviewReader.Rules(new SettingsReader(builder.Configuration)));
        builder.Services.AddRateLimits(settings.Limits);
        builder.WebHost.ConfigureKestrel(kestrel => Listeners.Listen(kestrel, settings.Https, options.Port, certificate));
    }

    private static void AddMail(WebApplicationBuilder builder, PortalHostOptions options, Uri? url)
    {
        var reader = new MailReader(new SettingsReader(builder.Configuration), url);
        builder.Services.AddSingleton(reader.Read(builder.Environment.IsDevelopment() ? options.Mail : null, new Uri($"https://localhost:{options.Port}/")));
        builder.Services.AddSingleton(reader.Retention());
    }

    private static void Use(WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<LastActivity>().AroundAsync);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<PlainHttp>();
        app.UseProxies(app.Services.GetRequiredService<PortalSettings>());
        app.UseMiddleware<ForeignNames>();
        app.UsePortalFailures();
        app.UsePortalSecurity();
        app.UseStaleFormPage();
        app.MapStaticAssets().AllowAnonymous();
        app.MapPortalSecurity();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(render => render.ContentSecurityFrameAncestorsPolicy = null);
    }
}
