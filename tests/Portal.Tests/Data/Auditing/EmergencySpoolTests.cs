using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Emergency;
using Portal.Data.Findings;
using Portal.Data.Keys;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Kernel.Findings;

namespace Portal.Tests.Data.Auditing;

/// <summary>While the audit log is away break-glass alone opens records; what was done is kept in a signed file, merged and told (45 CFR 164.312(a)(2)(ii), (b)).</summary>
[Trait("Norm", "164.312(a)(2)(ii)")]
public sealed class EmergencySpoolTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private static readonly AccessRequest Reading = new(Permission.ReadClinical, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical);

    private readonly string folder = Directory.CreateTempSubdirectory("spool").FullName;
    private readonly AuditHealth health = new();

    private string FilePath => Path.Combine(folder, "emergency.spool");

    [Fact]
    public async Task Given_the_log_is_away_When_somebody_broke_the_glass_Then_the_record_opens_and_without_a_grant_nothing_does()
    {
        var nurse = Person(Role.Nurse);
        var (mine, other) = (await SamplePatients.AddAsync(portal, nurse.Account), await SamplePatients.AddAsync(portal, assignTo: null));
        var glass = new BrokenGlass(Guid.NewGuid(), Purpose.Emergency, "EmergencyTreatment");
        await using var node = Node();
        var broken = node.Gate(new Granted(other, glass));
        await AwayAsync(async () =>
        {
            (await broken.OpenAsync(nurse, Purpose.Treatment, Reading, other, default)).ShouldNotBeNull();
            await Should.ThrowAsync<AuditUnavailableException>(() => broken.OpenAsync(nurse, Purpose.Treatment, Reading, mine, default)); // in her care, and no grant
            (await broken.OpenAsync(Person(Role.Nurse), Purpose.Treatment, Reading, mine, default)).ShouldBeNull(); // a stranger's refusal is kept as well
            await Should.ThrowAsync<AuditUnavailableException>(() => broken.OpenAsync(Person(Role.BillingClerk), Purpose.Treatment, Reading, mine, default));
        });

        (await node.Merger.MergeAsync(default)).ShouldBe(2);

        var entry = (await EntriesOfAsync(other)).ShouldHaveSingleItem();
        (entry.Grant, entry.Purpose, entry.Reason, entry.Outcome, entry.Account).ShouldBe((glass.Grant, Purpose.Emergency, glass.Reason, AuditOutcome.Allowed, nurse.Account));
        entry.At.ShouldBe(portal.Clock.GetUtcNow());
        (await FindingsAsync()).ShouldHaveSingleItem().Kind.ShouldBe(FindingKind.EmergencySpool);
        File.Exists(FilePath).ShouldBeFalse();
        (await node.Merger.MergeAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task Given_somebody_whose_own_patient_it_is_When_the_glass_is_broken_while_the_log_is_away_Then_it_opens_under_the_grant()
    {
        var nurse = Person(Role.Nurse);
        var mine = await SamplePatients.AddAsync(portal, nurse.Account);
        var glass = new BrokenGlass(Guid.NewGuid(), Purpose.Emergency, "EmergencyTreatment");
        await using var node = Node();
        var gate = node.Gate(new Granted(mine, glass));

        await AwayAsync(async () => (await gate.OpenAsync(nurse, Purpose.Treatment, Reading, mine, default)).ShouldNotBeNull());
        await node.Merger.MergeAsync(default);

        (await EntriesOfAsync(mine)).ShouldHaveSingleItem().Grant.ShouldBe(glass.Grant);
    }

    [Fact]
    public async Task Given_the_node_is_killed_in_between_When_it_starts_again_Then_nothing_is_lost_and_nothing_is_there_twice()
    {
        var ids = new List<EntryId>();
        await using (var first = Node())
        {
            ids.Add(await first.KeepAsync());
            ids.Add(await first.KeepAsync());
        }

        File.AppendAllText(FilePath, "3 00aa"); // killed while it wrote: nobody was shown anything for it
        await using var second = Node();
        ids.Add(await second.KeepAsync());
        var before = File.ReadAllBytes(FilePath);
        (await second.Merger.MergeAsync(default)).ShouldBe(3);
        File.WriteAllBytes(FilePath, before); // killed after the merge, before the file was removed
        await using var third = Node();
        (await third.Merger.MergeAsync(default)).ShouldBe(0);
        ids.Add(await third.KeepAsync());
        (await third.Merger.MergeAsync(default)).ShouldBe(1);

        (await StoredAsync(ids)).ShouldBe(4);
        (await FindingsAsync()).ShouldAllBe(finding => finding.Kind == FindingKind.EmergencySpool);
    }

    [Fact]
    public async Task Given_a_line_without_its_head_When_merged_Then_it_is_taken_and_no_fault_is_told()
    {
        await using var node = Node();
        await portal.Database.RunAsync(DatabaseRole.Owner, "REVOKE INSERT, UPDATE ON review.spools FROM portal_app");
        try
        {
            await Should.ThrowAsync<AuditUnavailableException>(() => node.KeepAsync()); // fails closed
        }
        finally
        {
            await portal.Database.RunAsync(DatabaseRole.Owner, "GRANT INSERT, UPDATE ON review.spools TO portal_app");
        }

        (await node.Merger.MergeAsync(default)).ShouldBe(1);
        (await FindingsAsync()).ShouldHaveSingleItem().Kind.ShouldBe(FindingKind.EmergencySpool);
    }

    public static TheoryData<string, string, int> Tamperings => new()
    {
        { "alter", nameof(SpoolFault.Altered), 3 },
        { "leave out", nameof(SpoolFault.Altered), 3 },
        { "swap", nameof(SpoolFault.Altered), 4 },
        { "add", nameof(SpoolFault.Altered), 4 },
        { "renumber", nameof(SpoolFault.Altered), 4 },
        { "cut the last", nameof(SpoolFault.CutOff), 3 },
        { "empty", nameof(SpoolFault.CutOff), 0 },
        { "remove", nameof(SpoolFault.CutOff), 0 },
        { "head altered", nameof(SpoolFault.HeadAltered), 4 },
        { "head gone", nameof(SpoolFault.HeadGone), 4 },
    };

    [Theory, MemberData(nameof(Tamperings))]
    [Trait("Norm", "164.312(c)(1)")]
    public async Task Tampering_with_the_file_or_its_head_is_found_and_what_holds_is_taken(string how, string fault, int left)
    {
        await using var node = Node();
        var ids = new List<EntryId>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await node.KeepAsync());
        }

        await TamperAsync(how);
        await node.Merger.MergeAsync(default);

        (await StoredAsync(ids)).ShouldBe(left);
        var finding = (await FindingsAsync()).ShouldHaveSingleItem();
        (finding.Kind, finding.Detail, finding.Severity).ShouldBe((FindingKind.SpoolBroken, fault, FindingSeverity.High));
        // It is told once, and the spool goes on.
        (await node.Merger.MergeAsync(default)).ShouldBe(0);
        await node.KeepAsync();
        (await node.Merger.MergeAsync(default)).ShouldBe(1);
        (await FindingsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Many_at_once_on_two_nodes_of_one_machine_are_all_kept()
    {
        await using var left = Node();
        await using var right = Node();

        health.Failed(new TimeoutException());
        var ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => (n % 2 == 0 ? left : right).AppendAsync()));
        health.Mended();

        (await right.Merger.MergeAsync(default)).ShouldBe(40);
        (await StoredAsync([.. ids])).ShouldBe(40);
    }

    [Fact]
    public async Task The_file_tells_nobody_whom_it_is_about_and_is_closed_to_others()
    {
        await using var node = Node();
        var patient = PatientId.New();
        await node.KeepAsync(patient);

        var text = File.ReadAllText(FilePath);
        text.ShouldNotContain(patient.Value.ToString());
        System.Text.Encoding.Latin1.GetString(Convert.FromBase64String(text.Split(' ')[2])).ShouldNotContain(patient.Value.ToString());
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Actor Person(Role role) => Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local);

    private NodeKit Node()
    {
        var (database, keys, clock) = (portal.Get<PortalDatabase>(), portal.Get<KeyRing>(), portal.Clock);
        var (book, settings) = (new SpoolBook(keys, clock), new SpoolSettings(folder));
        var spool = new EmergencySpool(database, keys, book, settings);
        var log = new AuditLog(database, keys, clock, TimeSpan.FromSeconds(5), health, spool);
        var findings = new FindingLog(database, log, FindingDays.Default, clock);
        return new NodeKit(
            log, new SpoolMerger(database, log, keys, book, findings, settings, clock),
            fact => new Gate(database, log, portal.Get<PatientKeys>(), new AccessJudge([.. portal.Get<IEnumerable<IAccessFact>>(), fact])), health);
    }

    private async Task AwayAsync(Func<Task> meanwhile)
    {
        await portal.Database.RunAsync(DatabaseRole.Owner, "REVOKE INSERT ON audit.entries FROM portal_app");
        try
        {
            await meanwhile();
        }
        finally
        {
            await portal.Database.RunAsync(DatabaseRole.Owner, "GRANT INSERT ON audit.entries TO portal_app");
            health.Mended();
        }
    }

    private async Task TamperAsync(string how)
    {
        var lines = File.ReadAllLines(FilePath).ToList();
        switch (how)
        {
            case "alter": lines[1] = lines[1][..^8] + (lines[1][^8] == 'A' ? 'B' : 'A') + lines[1][^7..]; break;
            case "leave out": lines.RemoveAt(1); break;
            case "swap": (lines[1], lines[2]) = (lines[2], lines[1]); break;
            case "add": lines.Insert(1, lines[3]); break;
            case "renumber": lines[2] = "9" + lines[2][1..]; break;
            case "cut the last": lines.RemoveAt(3); break;
            case "empty": lines.Clear(); break;
            case "remove": File.Delete(FilePath); return;
            case "head altered": await portal.Database.RunAsync(DatabaseRole.Owner, $"UPDATE review.spools SET written = 2 WHERE id = '{Spool()}'"); return;
            case "head gone": await portal.Database.RunAsync(DatabaseRole.Owner, $"DELETE FROM review.spools WHERE id = '{Spool()}'"); return;
            default: throw new ArgumentOutOfRangeException(nameof(how));
        }

        File.WriteAllText(FilePath, string.Concat(lines.Select(line => line + "\n")));
    }

    private Guid Spool() => new(File.ReadAllBytes(Path.Combine(folder, "spool.id")));

    private async Task<List<Finding>> FindingsAsync()
    {
        await using var db = portal.Open();
        var prefix = $"{Spool():N}:";
        return await db.Set<Finding>().Where(finding => finding.Key.StartsWith(prefix)).OrderBy(finding => finding.RaisedAt).ToListAsync();
    }

    private async Task<int> StoredAsync(IReadOnlyCollection<EntryId> ids)
    {
        var stored = await EntriesAsync(entry => ids.Contains(entry.Id));
        stored.Select(entry => entry.Id).Distinct().Count().ShouldBe(stored.Count);
        return stored.Count;
    }

    private Task<List<AuditEntry>> EntriesOfAsync(PatientId patient) => EntriesAsync(entry => entry.Action == AuditAction.Read && entry.Patients.Contains(patient));

    private async Task<List<AuditEntry>> EntriesAsync(Func<AuditEntry, bool> wanted)
    {
        var entries = new List<AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            if (wanted(signed.Entry))
            {
                portal.Get<AuditLog>().Holds(signed).ShouldBeTrue();
                entries.Add(signed.Entry);
            }
        }

        return entries;
    }

    private sealed class Granted(PatientId to, BrokenGlass glass) : IAccessFact
    {
        public bool IsForClosedRecords => true;

        public Task<IReadOnlyCollection<PatientFact>> AboutAsync(Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyCollection<PatientFact>>([.. patients.Where(patient => patient == to).Select(patient => new PatientFact(patient, Fact.GlassBroken) { Glass = glass })]);
    }

    private sealed class NodeKit(AuditLog log, SpoolMerger merger, Func<IAccessFact, Gate> gate, AuditHealth health) : IAsyncDisposable
    {
        public SpoolMerger Merger => merger;

        public Gate Gate(IAccessFact fact) => gate(fact);

        /// <summary>Keeps an entry as if the log were away.</summary>
        public async Task<EntryId> KeepAsync(PatientId? patient = null)
        {
            health.Failed(new TimeoutException());
            try
            {
                return await AppendAsync(patient);
            }
            finally
            {
                health.Mended();
            }
        }

        public async Task<EntryId> AppendAsync(PatientId? patient = null)
        {
            var entry = log.NewEntry(Person(Role.Clinician), Purpose.Emergency, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed) with
            {
                Patients = [patient ?? PatientId.New()],
                Grant = Guid.NewGuid(),
            };
            await log.AppendInEmergencyAsync(entry, default);
            return entry.Id;
        }

        public ValueTask DisposeAsync() => log.DisposeAsync();
    }
}
