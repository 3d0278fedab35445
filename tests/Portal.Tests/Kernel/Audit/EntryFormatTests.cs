using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using AccessRole = Portal.Kernel.Access.Role;

namespace Portal.Tests.Kernel.Audit;

/// <summary>
/// The format of entries and leaves is for ever (ADR 0007). The expected bytes were made by a second implementation of the ADR, not by this code:
/// if a test fails, the code is wrong, never the bytes.
/// </summary>
[Trait("Norm", "164.312(c)")]
public sealed class EntryFormatTests
{
    private const string Whole =
        "01000000010102000000100189000000007000800000000000000103000000080006474846222240040000000472656164050000000770617469656e74060000001000" +
        "0000000000000000000000000000c307000000126964656e746974792c20636c696e6963616c080000000974726561746d656e7409000000084e6f47726f756e640a0000" +
        "0010000000000000000000000000000000d40b0000000664656e6965640c0000000800000000000000021400000009636c696e696369616e15000000100000000000000000" +
        "00000000000000e516000000036a6f621700000010000000000000000000000000000000f61e000000093139322e302e322e371f000000094167656e742f312e3020000000" +
        "066e6f64652d312800000010000000000000000000000000000000a12800000010000000000000000000000000000000b2";

    private const string Leaf =
        "010189000000007000800000000000000185f37a3d4449b85d11d8ad74f8be70cbf4b7294c7cab161df62a0a675d7712a6b19f259f9fd562c386f62a86b465a1580312b3fd" +
        "3d48cb4b993efc76afaae116df1bcfddbd962cd3dc38934eae4c4d7a0ae1eca97596a4da0b06e2bda1f2c9d8c81ea083bcd5cc9bad5f31d60a254fa4697a45897eb325807c75376c134a9c71";

    private const string LeafHash = "971e1d98352ba26a3520230b48a6065311dd21b8dc93dee8198d7a21c2debd8b";

    private static readonly DataKey Salts = new(1, Enumerable.Range(0, 32).Select(n => (byte)n).ToArray());

    private static readonly AuditEntry Golden = new()
    {
        Id = new EntryId(Guid.Parse("01890000-0000-7000-8000-000000000001")),
        At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1_234_560),
        Role = AccessRole.Clinician,
        Account = new AccountId(Numbered(0xe5)),
        Job = "job",
        Session = new SessionId(Numbered(0xf6)),
        Action = AuditAction.Read,
        Resource = AuditResource.Patient,
        ResourceId = Numbered(0xc3),
        Categories = DataCategories.Identity | DataCategories.Clinical,
        Patients = [new PatientId(Numbered(0xb2)), new PatientId(Numbered(0xa1))],
        Purpose = Purpose.Treatment,
        Reason = "NoGround",
        Grant = Numbered(0xd4),
        Outcome = AuditOutcome.Denied,
        Ip = IPAddress.Parse("192.0.2.7"),
        UserAgent = "Agent/1.0",
        Node = "node-1",
    };

    /// <summary>Every single change that an entry can have.</summary>
    private static readonly Func<AuditEntry, Guid, AuditEntry>[] Edits =
    [
        (e, g) => e with { Id = new EntryId(g) },
        (e, _) => e with { At = e.At.AddMicroseconds(1) },
        (e, _) => e with { Role = AccessRole.Patient },
        (e, g) => e with { Account = new AccountId(g) },
        (e, _) => e with { Account = null },
        (e, g) => e with { Job = g.ToString() },
        (e, _) => e with { Job = "" },
        (e, _) => e with { Job = null },
        (e, g) => e with { Session = new SessionId(g) },
        (e, _) => e with { Action = AuditAction.Export },
        (e, _) => e with { Resource = AuditResource.Claim },
        (e, g) => e with { ResourceId = g },
        (e, _) => e with { Categories = DataCategories.Identity },
        (e, _) => e with { Purpose = Purpose.Emergency },
        (e, g) => e with { Reason = g.ToString() },
        (e, g) => e with { Grant = g },
        (e, _) => e with { Outcome = AuditOutcome.Allowed },
        (e, _) => e with { Ip = IPAddress.Parse("192.0.2.8") },
        (e, _) => e with { Ip = null },
        (e, g) => e with { UserAgent = g.ToString() },
        (e, g) => e with { Node = g.ToString() },
        (e, g) => e with { Patients = [.. e.Patients, new PatientId(g)] },
        (e, g) => e with { Patients = [e.Patients[0], new PatientId(g)] },
        (e, _) => e with { Patients = [] },
        (e, _) => e with { Job = e.UserAgent, UserAgent = e.Job },
    ];

    [Fact]
    public void The_bytes_of_an_entry_are_pinned() => Convert.ToHexStringLower(EntryEncoding.Whole(Golden)).ShouldBe(Whole);

    [Fact]
    public void The_bytes_of_a_leaf_and_its_hash_are_pinned()
    {
        var leaf = AuditLeaf.Data(Golden, Salts);

        Convert.ToHexStringLower(leaf).ShouldBe(Leaf);
        Convert.ToHexStringLower(AuditLeaf.Hash(leaf)).ShouldBe(LeafHash);
    }

    [Fact]
    public void The_words_for_codes_are_pinned()
    {
        // Names go into leaves: one may be added, none may change.
        string.Join(' ', Enum.GetNames<AuditAction>()).ShouldStartWith(
            "Read Create Update Delete Search Export Print Import SignIn SignOut Credential Grant Visit Maintain Verify");
        string.Join(' ', Enum.GetNames<AuditResource>()).ShouldStartWith("Patient Account Session Page Database AuditLog CareTeam Bundle Claim");
        string.Join(' ', Enum.GetNames<AuditOutcome>()).ShouldBe("Allowed Denied Failed");
        string.Join(' ', Enum.GetNames<DataCategories>()).ShouldStartWith("None Identity Clinical Billing Account Audit Keys Source");
        string.Join(' ', Enum.GetNames<Purpose>()).ShouldStartWith("None Treatment Payment Operations PatientRequest Emergency System");
        Enum.GetNames<AccessRole>().ShouldBe(["None", "Patient", "Clinician", "BillingClerk", "Administrator", "Nurse", "FrontDesk", "ComplianceOfficer", "Auditor", "System"], ignoreOrder: true);
    }

    [Fact]
    public void Every_edit_changes_the_bytes_and_the_leaf()
    {
        foreach (var (edit, at) in Edits.Select((edit, at) => (edit, at)))
        {
            var edited = edit(Golden, Guid.NewGuid());
            EntryEncoding.Whole(edited).ShouldNotBe(EntryEncoding.Whole(Golden), $"edit {at}");
            AuditLeaf.Data(edited, Salts).ShouldNotBe(AuditLeaf.Data(Golden, Salts), $"edit {at}");
        }
    }

    [Fact]
    public void Entries_that_differ_have_bytes_that_differ()
    {
        var some = (from edits in Gen.ArrayOf(Gen.Choose(0, Edits.Length - 1))
                    from text in ArbMap.Default.GeneratorFor<string>()
                    select (edits, text)).ToArbitrary();

        Prop.ForAll(some, some, (left, right) =>
        {
            var (one, two) = (Build(left.edits, left.text), Build(right.edits, right.text));
            return Same(one, two) == EntryEncoding.Whole(one).AsSpan().SequenceEqual(EntryEncoding.Whole(two));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithQuietOnSuccess(true));
    }

    [Fact]
    public void A_group_can_be_withheld_and_does_not_give_itself_away()
    {
        var leaf = AuditLeaf.Data(Golden, Salts);
        var otherWho = AuditLeaf.Data(Golden with { Account = AccountId.New() }, Salts);
        var otherKey = AuditLeaf.Data(Golden, DataKey.New());

        // Only the group that was changed differs: event, who, where, patients from byte 17 on, 32 bytes each.
        Differs(leaf, otherWho).ShouldBe([1]);
        Differs(leaf, AuditLeaf.Data(Golden with { Ip = null }, Salts)).ShouldBe([2]);
        // Who knows all of a group but not the salt cannot confirm a guess: under another salt key every commitment differs.
        Differs(leaf, otherKey).ShouldBe([0, 1, 2, 3]);
        // The same person in two entries cannot be linked by the commitment.
        var sameWhoElsewhere = AuditLeaf.Data(Golden with { Id = EntryId.New(Golden.At) }, Salts);
        Differs(leaf, sameWhoElsewhere).ShouldBe([0, 1, 2, 3]);
    }

    private static int[] Differs(byte[] left, byte[] right) =>
        [.. Enumerable.Range(0, 4).Where(group => !left.AsSpan(17 + (32 * group), 32).SequenceEqual(right.AsSpan(17 + (32 * group), 32)))];

    private static AuditEntry Build(int[] edits, string? text)
    {
        // Few ids, so that equal entries come about too; the text is anything, split over two neighbours.
        var entry = edits.Aggregate(Golden, (entry, edit) => entry.Patients.Count == 0 ? entry : Edits[edit](entry, Numbered(edit)));
        var cut = (text?.Length ?? 0) / 2;
        return text is null ? entry : entry with { UserAgent = text[..cut], Node = text[cut..] };
    }

    // Written text is UTF-8; a lone surrogate never reaches an entry (StoredForm).
    private static bool Same(AuditEntry one, AuditEntry two) =>
        one with { Patients = [] } == two with { Patients = [] }
        && one.Patients.OrderBy(p => p).SequenceEqual(two.Patients.OrderBy(p => p));

    private static Guid Numbered(int number) => Guid.Parse($"00000000-0000-0000-0000-{number:x12}");
}
