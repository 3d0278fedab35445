using Microsoft.Extensions.DependencyInjection;
using Portal.Features.Identity.Changes;
using Portal.Features.Staff.Accounts;
using Portal.Features.Staff.Entries;

namespace Portal.Features.Staff;

internal static class StaffModule
{
    public static IServiceCollection AddStaff(this IServiceCollection services) => services
        .AddSingleton<StaffReadDoor>()
        .AddSingleton<StaffWriteDoor>()
        .AddSingleton<StaffBook>()
        .AddSingleton<StaffAccounts>()
        .AddSingleton<IPersonsAccounts>(provider => provider.GetRequiredService<StaffAccounts>())
        .AddSingleton<StaffLookup>()
        .AddUseCase<ListStaff>()
        .AddUseCase<OpenStaffEntry>()
        .AddUseCase<AddStaffEntry>()
        .AddUseCase<ChangeStaffEntry>()
        .AddUseCase<RemoveStaffEntry>()
        .AddUseCase<LinkAccount>()
        .AddUseCase<DemoStaff>();
}
