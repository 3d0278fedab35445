using Microsoft.Extensions.DependencyInjection;

namespace Portal.Data.Auditing.Sealing;

internal static class SealingModule
{
    public static IServiceCollection AddSealing(this IServiceCollection services)
    {
        services.AddSingleton<SealingState>();
        services.AddSingleton<AuditSealer>();
        services.AddSingleton<SealingJob>();
        return services.AddHostedService(provider => provider.GetRequiredService<SealingJob>());
    }
}
