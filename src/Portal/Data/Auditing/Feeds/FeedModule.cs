using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Portal.Data.Findings;
using Portal.Kernel.Audit.Feeds;
using Portal.Kernel.Outbound;

namespace Portal.Data.Auditing.Feeds;

internal static class FeedModule
{
    // A host that has configured feeds has added their settings before.
    public static IServiceCollection AddFeeds(this IServiceCollection services)
    {
        services.TryAddSingleton(FeedSettings.Off);
        services.AddSingleton<IReadOnlyList<IFeedTarget>>(provider => [.. TargetsOf(provider.GetRequiredService<FeedSettings>(), provider)]);
        services.AddSingleton<FeedBook>();
        services.AddSingleton(JobOf);
        return services.AddHostedService(provider => provider.GetRequiredService<FeedJob>());
    }

    private static FeedJob JobOf(IServiceProvider provider)
    {
        var (database, audit) = (provider.GetRequiredService<PortalDatabase>(), provider.GetRequiredService<AuditLog>());
        var (book, clock) = (provider.GetRequiredService<FeedBook>(), provider.GetRequiredService<TimeProvider>());
        return new FeedJob(
            [.. provider.GetRequiredService<IReadOnlyList<IFeedTarget>>().Select(target => new FeedCourier(database, audit, book, target, clock))],
            provider.GetRequiredService<FindingLog>(), clock, provider.GetRequiredService<ILogger<FeedJob>>());
    }

    private static IEnumerable<IFeedTarget> TargetsOf(FeedSettings settings, IServiceProvider provider)
    {
        if (settings.Syslog is { } receiver)
        {
            yield return new SyslogTarget(receiver, provider.GetRequiredService<OutboundHosts>());
        }

        if (settings.File is { } file)
        {
            yield return new FeedFile(file, settings.Recipient is { } recipient ? FeedSettings.KeyOf(recipient) : null);
        }
    }
}
