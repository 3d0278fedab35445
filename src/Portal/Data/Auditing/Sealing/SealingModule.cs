using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Retirement;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Outbound;

namespace Portal.Data.Auditing.Sealing;

internal static class SealingModule
{
    public static IServiceCollection AddSealing(this IServiceCollection services)
    {
        services.AddSingleton<SealingState>();
        services.AddSingleton<AuditSealer>();
        services.AddSingleton<SealingJob>();
        services.AddSingleton<BlockBook>();
        services.AddSingleton<LogVerifier>();
        services.AddSingleton<EntryProver>();
        services.AddSingleton<VerificationBook>();
        services.AddSingleton<RetirementBook>();
        services.AddSingleton<LogRetirer>();
        services.AddHostedService(provider => provider.GetRequiredService<SealingJob>());
        return services.AddTargets();
    }

    // A host that has configured targets has added its settings before.
    private static IServiceCollection AddTargets(this IServiceCollection services)
    {
        services.TryAddSingleton(CheckpointSettings.Off);
        services.AddSingleton<DeliveryBook>();
        services.AddSingleton<IReadOnlyList<CheckpointCourier>>(provider =>
        [
            .. TargetsOf(provider.GetRequiredService<CheckpointSettings>(), provider)
                .Select(target => new CheckpointCourier(provider.GetRequiredService<DeliveryBook>(), target, provider.GetRequiredService<TimeProvider>())),
        ]);
        services.AddSingleton<CheckpointJob>();
        return services.AddHostedService(provider => provider.GetRequiredService<CheckpointJob>());
    }

    private static IEnumerable<ICheckpointTarget> TargetsOf(CheckpointSettings settings, IServiceProvider provider)
    {
        if (settings.File is { } file)
        {
            yield return new FileTarget(file, Environment.MachineName);
        }

        if (settings.Url is { } url)
        {
            yield return new HttpTarget(url, settings.Token, provider.GetRequiredService<OutboundHosts>());
        }

        if (settings.Bucket is { } bucket)
        {
            yield return new BucketTarget(bucket, provider.GetRequiredService<OutboundHosts>(), provider.GetRequiredService<TimeProvider>());
        }
    }
}
