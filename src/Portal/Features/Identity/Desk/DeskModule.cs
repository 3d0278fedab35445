using Microsoft.Extensions.DependencyInjection;

namespace Portal.Features.Identity.Desk;

internal static class DeskModule
{
    public static IServiceCollection AddDesk(this IServiceCollection services) => services
        .AddSingleton<DeskCodeSeal>()
        .AddSingleton<DeskCodes>()
        .AddSingleton<DeskCodeMaker>()
        .AddSingleton<DeskAudit>()
        .AddSingleton<DeskCodesJob>()
        .AddHostedService(provider => provider.GetRequiredService<DeskCodesJob>())
        .AddUseCase<ProveDeskCode>()
        .AddUseCase<OpenDeskCode>()
        .AddUseCase<UseDeskCode>();
}
