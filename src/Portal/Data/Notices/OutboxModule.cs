using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Kernel.Mail;
using Portal.Kernel.Notices;
using Portal.Kernel.Outbound;

namespace Portal.Data.Notices;

internal static class OutboxModule
{
    // A host that has configured mail has added its settings before.
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.TryAddSingleton(MailSettings.Off);
        services.TryAddSingleton(NoticeRetention.Default);
        services.TryAddSingleton(provider => new OutboundHosts(
            provider.GetRequiredService<MailSettings>().Server is { } server ? [(server.Host, server.Port)] : []));
        services.TryAddSingleton(CarrierOf);
        services.AddSingleton<NoticeBook>();
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<NoticeUpkeep>();
        services.AddSingleton<MailJob>();
        services.AddHostedService(provider => provider.GetRequiredService<MailJob>());
        return services;
    }

    private static IMailCarrier CarrierOf(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<MailSettings>();
        return settings.Server is { } server
            ? new SmtpCarrier(server, provider.GetRequiredService<OutboundHosts>())
            : new FileCarrier(settings.Folder ?? "");
    }
}
