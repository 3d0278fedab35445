using Microsoft.Extensions.DependencyInjection;

namespace Portal.Features.Identity.Recovery;

internal static class RecoveryModule
{
    public static IServiceCollection AddRecovery(this IServiceCollection services) => services
        .AddSingleton<RecoverySeal>()
        .AddSingleton<RecoveryBook>()
        .AddSingleton<RecoveryNotices>()
        .AddSingleton<CredentialReset>()
        .AddSingleton<PasswordGiven>()
        .AddUseCase<OpenRecovery>()
        .AddUseCase<ConfirmRecovery>()
        .AddUseCase<DeclineRecovery>()
        .AddUseCase<WithdrawRecovery>()
        .AddUseCase<ListRecoveries>()
        .AddUseCase<RecoverAdministrator>()
        .AddUseCase<OpenRecoveryLink>()
        .AddUseCase<UseRecoveryLink>();
}
