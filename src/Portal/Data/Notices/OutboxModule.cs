using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Audit.Feeds;
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
        services.TryAddSingleton(CheckpointSettings.Off);
        services.TryAddSingleton(FeedSettings.Off);
        services.TryAddSingleton(provider => new OutboundHosts(
            HostsOf(provider.GetRequiredService<MailSettings>(), provider.GetRequiredService<CheckpointSettings>(), provider.GetRequiredService<FeedSettings>())));
        services.TryAddSingleton(CarrierOf);
        services.AddSingleton<NoticeBook>();
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<NoticeUpkeep>();
        services.AddSingleton<MailJob>();
        services.AddHostedService(provider => provider.GetRequiredService<MailJob>());
        return services;
    }

    private static IEnumerable<(string Host, int Port)> HostsOf(MailSettings mail, CheckpointSettings checkpoints, FeedSettings feeds)
    {
        if (mail.Server is { } server)
        {
            yield return (server.Host, server.Port);
        }

        if (checkpoints.Url is { } url)
        {
            yield return (url.Host, url.Port);
        }

        if (checkpoints.Bucket is { } bucket)
        {
            yield return (bucket.Url.Host, bucket.Url.Port);
        }

        if (feeds.Syslog is { } receiver)
        {
            yield return (receiver.Host, receiver.Port);
        }
    }

    private static IMailCarrier CarrierOf(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<MailSettings>();
        return settings.Server is { } server
            ? new SmtpCarrier(server, provider.GetRequiredService<OutboundHosts>())
            : new FileCarrier(settings.Folder ?? "");
    }
}
