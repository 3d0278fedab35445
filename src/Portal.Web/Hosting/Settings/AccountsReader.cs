using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Changes;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads <c>Portal:Accounts</c>: when staff accounts are closed that nobody uses.</summary>
internal static class AccountsReader
{
    /// <exception cref="PortalSetupException">A number cannot be.</exception>
    public static UnusedAccounts Unused(SettingsReader reader)
    {
        var days = reader.Number("Accounts:UnusedDays", UnusedAccounts.Default.Days, least: 14, most: UnusedAccounts.MostDays);
        return new UnusedAccounts(days, reader.Number("Accounts:WarnDays", Math.Min(UnusedAccounts.Default.Warn, days - 1), least: 1, most: days - 1));
    }
}
