using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Portal.Features.AccessReviews;

internal static class AccessReviewsModule
{
    public static IServiceCollection AddAccessReviews(this IServiceCollection services)
    {
        // A host that has configured it has added it before.
        services.TryAddSingleton(ReviewSettings.Default);
        return services
            .AddSingleton<ReviewBook>()
            .AddSingleton<ReviewAudit>()
            .AddSingleton<ReviewPlan>()
            .AddSingleton<Snapshot>()
            .AddSingleton<Reviewers>()
            .AddSingleton<ReviewStart>()
            .AddSingleton<ReviewItems>()
            .AddSingleton<LineStep>()
            .AddSingleton<ReviewEnd>()
            .AddSingleton<ReviewJob>()
            .AddHostedService(provider => provider.GetRequiredService<ReviewJob>())
            .AddSingleton<ReviewFile>()
            .AddSingleton<ReviewPackage>()
            .AddUseCase<SignReview>()
            .AddUseCase<OpenReviewFile>()
            .AddUseCase<PrintReview>()
            .AddUseCase<ListAccess>()
            .AddUseCase<StartReview>()
            .AddUseCase<ListReviews>()
            .AddUseCase<OpenReview>()
            .AddUseCase<CountReviews>()
            .AddUseCase<ListReviewers>()
            .AddUseCase<KeepAccess>()
            .AddUseCase<ReduceAccess>()
            .AddUseCase<RevokeAccess>()
            .AddUseCase<DelegateReview>();
    }
}
