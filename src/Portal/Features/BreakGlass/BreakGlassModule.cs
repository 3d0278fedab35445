using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Features.BreakGlass.Own;
using Portal.Features.BreakGlass.Review;
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
            .AddSingleton<IAccessFact, ReviewsAccessFact>()
            .AddSingleton<GlassNotices>()
            .AddSingleton<GrantWriter>()
            .AddSingleton<GlassJob>()
            .AddHostedService(provider => provider.GetRequiredService<GlassJob>())
            .AddReviews()
            .AddOwn()
            .AddUseCase<MeetClosedRecord>()
            .AddUseCase<TakeEmergencyAccess>()
            .AddUseCase<CheckEmergencyAccess>()
            .AddUseCase<GiveBackEmergencyAccess>()
            .AddUseCase<ListOwnEmergencyAccess>()
            .AddUseCase<ListSafetyHolds>()
            .AddUseCase<SetSafetyHold>()
            .AddUseCase<EndSafetyHold>();
    }

    private static IServiceCollection AddReviews(this IServiceCollection services) => services
        .AddSingleton<GlassDoor>()
        .AddSingleton<GrantItems>()
        .AddSingleton<GrantAccesses>()
        .AddSingleton<GrantStanding>()
        .AddSingleton<ReviewSteps>()
        .AddSingleton<ReviewOutcome>()
        .AddSingleton<GlassReviewJob>()
        .AddHostedService(provider => provider.GetRequiredService<GlassReviewJob>())
        .AddUseCase<ListGrants>()
        .AddUseCase<WatchGrants>()
        .AddUseCase<CountGlassReviews>()
        .AddUseCase<OpenGrant>()
        .AddUseCase<ListGrantAccesses>()
        .AddUseCase<ReviewGrant>();

    private static IServiceCollection AddOwn(this IServiceCollection services) => services
        .AddUseCase<AnswerReview>()
        .AddUseCase<ListOwnRecordOpenings>();
}
