using System.Text;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Accounts;
using Portal.Features.Patients;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Tests.Data.Embedded;
using Xunit.Abstractions;

namespace Portal.Tests.Data.Crash;

/// <summary>Every file of an instance is read byte by byte for what was put in: tables, indexes, WAL, logs.</summary>
public sealed class RawScanTests(ITestOutputHelper output)
{
    private const string Control = "Quokkaplainmarker";

    private static readonly string[] Markers =
        ["Xylophrast", "Zwentibold", "MRNQX77413", "noteKrumhornalpha", "krumhorn.beta@example.test", "555-0199-7731", "Obsidianstrasse"];

    [LinuxFact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public async Task No_file_of_an_instance_holds_what_was_put_in_in_any_of_the_usual_forms()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            await using (var portal = await OwnPortal.EnterAsync(folder))
            {
                await UseAsync(portal);
                await portal.AskAsync($"CREATE TABLE public.control AS SELECT '{Control}'::text AS plain");
                await portal.AskAsync("CHECKPOINT");
                await portal.AskAsync("SELECT pg_switch_wal()");
            }

            var (files, bytes, found) = Scan(folder, [.. Markers, Control]);

            output.WriteLine($"{files} files, {bytes >> 20} MiB");
            // The plain control is found, so the scan can find; nothing else is.
            found.Keys.ShouldBe([Control]);
            found[Control].ShouldContain(path => path.Contains("/base/", StringComparison.Ordinal));
            found[Control].ShouldContain(path => path.Contains("/pg_wal/", StringComparison.Ordinal));
            files.ShouldBeGreaterThan(500);
        }
        finally { TestCluster.Remove(folder); }
    }

    // Written, listed, searched, opened, and failed at: errors too must not carry values into the logs.
    private static async Task UseAsync(OwnPortal portal)
    {
        var clinician = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), Origin.Local);
        var patient = PatientId.New();
        var entry = portal.Entry(AuditAction.Create, patient);
        await portal.WriteAsync(entry, fresh: true, access => Rows(portal, access, patient, clinician.Account!.Value, entry.At));
        await Should.ThrowAsync<Exception>(() => portal.WriteAsync(
            portal.Entry(AuditAction.Create, patient), fresh: false, access => Rows(portal, access, patient, clinician.Account!.Value, entry.At)));
        (await portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default)).Items.ShouldHaveSingleItem();
        (await portal.Get<SearchPatients>().ForAsync(clinician, Purpose.Treatment, Markers[0], null, default)).Items.ShouldHaveSingleItem();
        var record = await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, patient, default);
        record!.Documents.ShouldHaveSingleItem().Details.ValueOrDefault!.Text!.ShouldContain(Markers[3]);
    }

    private static IEnumerable<object> Rows(OwnPortal portal, Access access, PatientId id, AccountId clinician, DateTimeOffset at)
    {
        var (name, indexes, accounts) = (new PersonName(Markers[0], Markers[1]), portal.Get<PatientIndexes>(), portal.Get<KeyRing>().Of(KeyUse.Accounts));
        yield return new Patient
        {
            Id = id.Value, PatientId = id, Name = access.Protect(id, name), Mrn = access.Protect(id, Markers[2]),
            Contact = access.Protect(id, new ContactDetails([Markers[5]], [Markers[4]], [Markers[6]])),
            MrnIndex = indexes.Mrn(Markers[2]), EmailIndex = indexes.Email(Markers[4]), PhoneIndex = indexes.Phone(Markers[5]),
        };
        yield return new PatientListRow { Id = id.Value, PatientId = id, Name = access.Protect(id, name), Mrn = access.Protect(id, Markers[2]) };
        yield return new DocumentReference
        {
            Id = Guid.NewGuid(), PatientId = id, At = at, Code = access.Protect(id, new Coding(null, null, "Note")),
            Details = access.Protect(id, new DocumentDetails("current", "text/plain", Markers[1], $"{Markers[0]} says {Markers[3]}")),
        };
        yield return new CareRelationship { Id = Guid.NewGuid(), PatientId = id, AccountId = clinician, Source = CareSource.Assigned, Start = at };
        yield return new Account { Id = Guid.NewGuid(), ProtectedEmail = new(Markers[4], accounts), ProtectedName = new(Markers[0], accounts), CreatedAt = at };
        foreach (var token in indexes.NameTokens([name]))
        {
            yield return new NameToken { Token = token, PatientId = id };
        }
    }

    private static (int Files, long Bytes, SortedDictionary<string, List<string>> Found) Scan(DataFolder folder, string[] markers)
    {
        var needles = markers.SelectMany(marker => Forms(marker).Select(form => (marker, form))).ToArray();
        var found = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var (files, bytes) = (0, 0L);
        var cluster = InstanceFile.Load(folder).ClusterLocation ?? folder.Pg;
        foreach (var path in new[] { folder.Root, cluster }.Distinct().SelectMany(root => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)))
        {
            var content = File.ReadAllBytes(path);
            (files, bytes) = (files + 1, bytes + content.Length);
            foreach (var (marker, _) in needles.Where(needle => content.AsSpan().IndexOf(needle.form) >= 0))
            {
                (found.TryGetValue(marker, out var paths) ? paths : found[marker] = []).Add(path);
            }
        }

        return (files, bytes, found);
    }

    // As text, in both UTF-16 orders, in other cases, as hex, and inside base64 at each of its three offsets.
    private static IEnumerable<byte[]> Forms(string marker)
    {
        foreach (var text in new[] { marker, marker.ToLowerInvariant(), marker.ToUpperInvariant() })
        {
            yield return Encoding.UTF8.GetBytes(text);
            yield return Encoding.Unicode.GetBytes(text);
            yield return Encoding.BigEndianUnicode.GetBytes(text);
            yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)));
        }

        for (var offset = 0; offset < 3; offset++)
        {
            var coded = Convert.ToBase64String([.. new byte[offset], .. Encoding.UTF8.GetBytes(marker)]);
            yield return Encoding.ASCII.GetBytes(coded[((offset * 4 + 2) / 3)..^4]);
        }
    }
}
