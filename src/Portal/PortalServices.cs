using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Emergency;
using Portal.Data.Auditing.Feeds;
using Portal.Data.Auditing.Sealing;
using Portal.Data.Findings;
using Portal.Data.Keys;
using Portal.Data.Notices;
using Portal.Features.AccessReviews;
using Portal.Features.AuditTrail;
using Portal.Features.BreakGlass;
using Portal.Features.Findings;
using Portal.Features.Identity;
using Portal.Features.Notices;
using Portal.Features.Patients;
using Portal.Features.Policies;
using Portal.Features.Staff;

namespace Portal;

/// <summary>Puts the portal together: one line a feature.</summary>
public static class PortalServices
{
    /// <summary>Adds the portal's use cases over an opened instance.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="instance">The opened database and keys; the host disposes it after its services.</param>
    public static IServiceCollection AddPortal(this IServiceCollection services, PortalInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(instance);
        services.AddSingleton(instance.Keys);
        services.AddSingleton(_ => instance.Database);
        services.AddSingleton<PatientKeys>();
        services.AddSingleton<AuditHealth>();
        services.AddSingleton<AuditLog>();
        services.AddSpool();
        services.AddSingleton<AuditMonthsJob>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditMonthsJob>());
        services.AddSealing();
        services.AddOutbox();
        services.AddFindingLog();
        services.AddFeeds();
        services.AddSingleton<AccessJudge>();
        services.AddSingleton<Gate>();
        return services
            .AddIdentity()
            .AddNotices()
            .AddStaff()
            .AddPatients()
            .AddBreakGlass()
            .AddAuditTrail()
            .AddAccessReviews()
            .AddFindings()
            .AddPolicies();
    }
}
