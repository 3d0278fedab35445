using Microsoft.Extensions.DependencyInjection;

namespace Portal.Features.Notices;

internal static class NoticesModule
{
    public static IServiceCollection AddNotices(this IServiceCollection services) => services
        .AddSingleton<NoticeDoor>()
        .AddUseCase<CountUnreadNotices>()
        .AddUseCase<ListNotices>()
        .AddUseCase<MarkNoticesRead>()
        .AddUseCase<ListMail>();
}
