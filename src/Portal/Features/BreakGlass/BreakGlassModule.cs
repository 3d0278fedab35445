using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass;

internal static class BreakGlassModule
{
    public static IServiceCollection AddBreakGlass(this IServiceCollection services)
    {
        // A host that has configured it has added it before.
        services.TryAddSingleton(GlassSettings.Default);
        return services
            .AddSingleton<IAccessFact, GlassFact>()
            .AddSingleton<IAccessFact, TreatsHereFact>()
            .AddSingleton<GlassNotices>()
            .AddSingleton<GrantWriter>()
            .AddSingleton<GlassJob>()
            .AddHostedService(provider => provider.GetRequiredService<GlassJob>())
            .AddUseCase<MeetClosedRecord>()
            .AddUseCase<TakeEmergencyAccess>()
            .AddUseCase<CheckEmergencyAccess>()
            .AddUseCase<GiveBackEmergencyAccess>();
    }
}
