using Microsoft.Extensions.DependencyInjection;
using Portal.Features.Identity.Changes;
using Portal.Features.Staff.Accounts;
using Portal.Features.Staff.Entries;
using Portal.Features.Staff.Import;

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
        .AddSingleton<LeftStaffJob>()
        .AddHostedService(provider => provider.GetRequiredService<LeftStaffJob>())
        .AddUseCase<ListStaff>()
        .AddUseCase<OpenStaffEntry>()
        .AddUseCase<AddStaffEntry>()
        .AddUseCase<ChangeStaffEntry>()
        .AddUseCase<RemoveStaffEntry>()
        .AddUseCase<LinkAccount>()
        .AddSingleton<StaffImports>()
        .AddUseCase<BeginStaffImport>()
        .AddUseCase<OpenStaffImport>()
        .AddUseCase<ApplyStaffImport>()
        .AddUseCase<DropStaffImport>()
        .AddUseCase<ExportStaff>()
        .AddUseCase<DemoStaff>();
}
