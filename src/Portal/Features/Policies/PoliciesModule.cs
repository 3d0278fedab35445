using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Portal.Features.Policies;

internal static class PoliciesModule
{
    // A host that has words of its own has added them before.
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.TryAddSingleton(MatrixWords.Names);
        return services
            .AddSingleton<PolicyDoor>()
            .AddSingleton<PolicyBook>()
            .AddSingleton<PolicyAudience>()
            .AddSingleton<SignedPolicies>()
            .AddSingleton<PolicyDrafts>()
            .AddSingleton<PolicyJob>()
            .AddHostedService(provider => provider.GetRequiredService<PolicyJob>())
            .AddUseCase<ListPolicies>()
            .AddUseCase<OpenPolicy>()
            .AddUseCase<ComparePolicies>()
            .AddUseCase<AcknowledgePolicy>()
            .AddUseCase<ListAcknowledgements>()
            .AddUseCase<OpenPolicyDraft>()
            .AddUseCase<KeepPolicyDraft>()
            .AddUseCase<DropPolicyDraft>()
            .AddUseCase<SignPolicy>();
    }
}
