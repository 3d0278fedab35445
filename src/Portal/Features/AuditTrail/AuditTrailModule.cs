using Microsoft.Extensions.DependencyInjection;

namespace Portal.Features.AuditTrail;

internal static class AuditTrailModule
{
    public static IServiceCollection AddAuditTrail(this IServiceCollection services) => services
        .AddUseCase<VerifyAudit>()
        .AddUseCase<OpenDatabaseShell>();
}
