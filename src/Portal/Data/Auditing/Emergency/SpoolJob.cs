using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Portal.Data.Auditing.Emergency;

/// <summary>Merges this node's spool as soon as the log takes entries again.</summary>
internal sealed class SpoolJob(SpoolMerger merger, TimeProvider clock, ILogger<SpoolJob> log)
    : RegularJob(Interval, "What was done in an emergency is not in the audit log yet", clock, log)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task LookAsync(CancellationToken cancel)
    {
        if (await merger.MergeAsync(cancel) is var merged and > 0)
        {
            log.LogWarning("{Count} entries of an emergency, made while the audit log was away, are in it now; a finding tells of them.", merged);
        }
    }
}

internal static class SpoolModule
{
    // A host that has a folder for it has added the settings before.
    public static IServiceCollection AddSpool(this IServiceCollection services)
    {
        services.TryAddSingleton(SpoolSettings.Off);
        services.AddSingleton<SpoolBook>();
        services.AddSingleton<EmergencySpool>();
        services.AddSingleton<SpoolMerger>();
        services.AddSingleton<SpoolJob>();
        return services.AddHostedService(provider => provider.GetRequiredService<SpoolJob>());
    }
}
