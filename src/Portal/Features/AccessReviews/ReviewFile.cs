using System.Globalization;
using System.Text;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Csv;

namespace Portal.Features.AccessReviews;

/// <summary>A review as a CSV file, UTF-8: a line for each person, what the decision stood on, and what was decided. Cells that a spreadsheet could take for formulas are neutralised.</summary>
internal sealed class ReviewFile(ReviewBook book)
{
    public const string Name = "access-review.csv";

    private static readonly string[] Heads =
    [
        "Person", "Account", "Role", "Role permits", "Department", "Given by", "Given at", "Last sign-in", "Records opened", "Emergency accesses", "Open findings", "Unusual",
        "Reviewer", "Handed over by", "Handed over because", "Outcome", "Role left", "Decided by", "Decided at", "Comment", "Altered",
    ];

    /// <summary>The bytes.</summary>
    public byte[] Write(IReadOnlyCollection<CampaignLine> lines, IReadOnlyDictionary<AccountId, string> names)
    {
        using var to = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\r\n" };
        using (var table = new CsvTable(to, Heads))
        {
            foreach (var line in lines)
            {
                table.Add(CellsOf(line, names));
            }
        }

        return Encoding.UTF8.GetBytes(to.ToString());
    }

    /// <summary>What a role permits, by the names of the permissions.</summary>
    public static string Permits(Role role) => string.Join(", ", Roles.PermissionsOf(role).Order());

    /// <summary>A moment, UTC.</summary>
    public static string? At(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private string?[] CellsOf(CampaignLine line, IReadOnlyDictionary<AccountId, string> names) =>
    [
        Who(line.AccountId, names), line.AccountId.ToString(), line.Role.ToString(), Permits(line.Role), line.Department, Who(line.GivenBy, names), At(line.GivenAt),
        At(line.LastSignIn) ?? "never", Count(line.Opened), Count(line.Glass), Count(line.Findings), line.Marks == LineMarks.None ? null : line.Marks.ToString(),
        Who(line.ReviewerId, names), Who(line.DelegatedBy, names), book.Text(line.DelegationNote), line.State.ToString(),
        line.State == LineState.Reduced ? line.NewRole.ToString() : null, Who(line.DecidedBy, names), At(line.DecidedAt), book.Text(line.Comment), book.IsSound(line) ? null : "yes",
    ];

    private static string? Who(AccountId? account, IReadOnlyDictionary<AccountId, string> names) => account is { } id ? names.GetValueOrDefault(id) ?? id.ToString() : null;

    /// <summary>A count.</summary>
    public static string Count(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "not counted";
}
