using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Auditing.Proof;

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
        return services.AddHostedService(provider => provider.GetRequiredService<SealingJob>());
    }
}
