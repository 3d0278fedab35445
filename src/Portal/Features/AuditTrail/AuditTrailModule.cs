using Microsoft.Extensions.DependencyInjection;

namespace Portal.Features.AuditTrail;

internal static class AuditTrailModule
{
    public static IServiceCollection AddAuditTrail(this IServiceCollection services) => services
        .AddSingleton<AuditScan>()
        .AddSingleton<AuditItems>()
        .AddSingleton<VerifyTurn>()
        .AddUseCase<SearchAudit>()
        .AddUseCase<OpenAuditEntry>()
        .AddUseCase<VerifyAudit>()
        .AddUseCase<ListVerifications>()
        .AddUseCase<OpenEntryProof>()
        .AddUseCase<OpenDatabaseShell>();
}
