using System.Text;
using FluentValidation;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Csv;

namespace Portal.Features.AccessReviews;

/// <summary>Everybody whose role opens health data, by role, as a table: what whoever reviews access outside the portal asks for. No review begins by it.</summary>
[Needs(Permission.MaintainInstance)]
public sealed class ListAccess
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly ReviewAudit audit;
    private readonly Snapshot snapshot;
    private readonly AccountNames names;
    private readonly ReviewSettings settings;
    private readonly TimeProvider clock;

    internal ListAccess(PortalDatabase database, ReviewAudit audit, Snapshot snapshot, AccountNames names, ReviewSettings settings, TimeProvider clock)
    {
        (this.database, this.audit, this.snapshot) = (database, audit, snapshot);
        (this.names, this.settings, this.clock) = (names, settings, clock);
    }

    /// <summary>Writes the table into a file that nobody else on the machine reads; how many people are in it.</summary>
    /// <param name="actor">The command line.</param>
    /// <param name="path">The file; it must not be there yet.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    /// <exception cref="ValidationException">The path is empty.</exception>
    /// <exception cref="IOException">The file is there already, or cannot be made.</exception>
    public async Task<int> ForAsync(Actor actor, string path, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Input(path), cancel);
        if (!actor.Has(Permission.MaintainInstance))
        {
            await audit.RefusedAsync(actor, AuditAction.Export, null, "not-permitted", cancel);
            throw new UnauthorizedAccessException("This role may not list who has access.");
        }

        await audit.ShownAsync(actor, AuditAction.Export, null, "access-listed", cancel);
        await using var db = database.Open();
        var now = Microseconds.Cut(clock.GetUtcNow());
        var everybody = new Campaign { Scope = ReviewScope.Everybody, Since = now.AddMonths(-settings.EveryMonths), StartedAt = now };
        var lines = await snapshot.OfAsync(db, everybody, cancel);
        var known = await names.OfStaffAsync(db, [.. lines.SelectMany(line => new[] { line.AccountId, line.GivenBy }).OfType<AccountId>()], cancel);
        // Excel takes a file without the mark for one in another alphabet.
        await using var to = new StreamWriter(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), PrivateFile.Options(FileMode.CreateNew));
        Write(to, lines, known, everybody.Since);
        return lines.Count;
    }

    private sealed record Input(string Path);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Path).NotEmpty();
    }

    private static void Write(TextWriter to, IEnumerable<CampaignLine> lines, IReadOnlyDictionary<AccountId, string> names, DateTimeOffset since)
    {
        var day = since.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var table = new CsvTable(
            to, "Role", "Role permits", "Person", "Account", "Department", "Given by", "Given at", "Last sign-in", $"Records opened since {day}", $"Emergency accesses since {day}",
            "Open findings", "Unusual");
        foreach (var line in lines.OrderBy(line => line.Role).ThenBy(line => line.Number))
        {
            table.Add(
                line.Role.ToString(), ReviewFile.Permits(line.Role), names.GetValueOrDefault(line.AccountId), line.AccountId.ToString(), line.Department,
                line.GivenBy is { } by ? names.GetValueOrDefault(by) ?? by.ToString() : null, ReviewFile.At(line.GivenAt), ReviewFile.At(line.LastSignIn) ?? "never",
                ReviewFile.Count(line.Opened), ReviewFile.Count(line.Glass), ReviewFile.Count(line.Findings), line.Marks == LineMarks.None ? null : line.Marks.ToString());
        }
    }
}
