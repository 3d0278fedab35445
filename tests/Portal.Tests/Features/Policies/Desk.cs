using Microsoft.EntityFrameworkCore;
using Portal.Features.Policies;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.Policies;

/// <summary>People who write, sign and read policies, by the same use cases as everybody.</summary>
internal sealed class Desk(PortalFixture portal)
{
    public const string Text = "# Sanctions\n\n- First a talk.\n- Then a warning.\n";

    public People People { get; } = new(portal);

    /// <summary>Somebody who is signed in, with a factor of this moment.</summary>
    public async Task<Actor> SomebodyAsync(Role role) => await People.ActorAsync(await People.SignInAsync(await People.NewAsync(role)));

    public Task<DraftView> OpenDraftAsync(Actor actor, PolicyKind kind) => portal.Get<OpenPolicyDraft>().ForAsync(actor, kind, default);

    /// <summary>Keeps a draft over whatever is there.</summary>
    public async Task<DraftView> DraftAsync(Actor officer, PolicyKind kind, string text = Text)
    {
        var seen = (await OpenDraftAsync(officer, kind)).Version;
        return (await portal.Get<KeepPolicyDraft>().ForAsync(officer, kind, text, seen, default))!;
    }

    public Task<SignResult> SignAsync(Actor officer, DraftView draft) => portal.Get<SignPolicy>().ForAsync(officer, draft.Kind, draft.Digest, default);

    /// <summary>A version in force that an officer has just signed.</summary>
    public async Task<PolicyVersion> SignedAsync(Actor officer, PolicyKind kind, string text = Text)
    {
        (await SignAsync(officer, await DraftAsync(officer, kind, text))).ShouldBe(SignResult.Signed);
        return await CurrentAsync(kind);
    }

    public async Task<PolicyVersion> CurrentAsync(PolicyKind kind)
    {
        await using var db = portal.Open();
        return (await PolicyBook.VersionsAsync(db, kind, default))[0];
    }

    /// <summary>The access control policy as it was signed under other permissions: the officers could then also write charts, and nurses read none.</summary>
    public async Task<PolicyVersion> SignedUnderOthersAsync(Actor officer)
    {
        var matrix = PermissionMatrix.Live.Replace("ComplianceOfficer:", "ComplianceOfficer: WriteClinical", StringComparison.Ordinal);
        matrix = string.Join('\n', matrix.Split('\n').Select(line => line.StartsWith("Nurse:", StringComparison.Ordinal) ? line.Replace(" ReadClinical", "", StringComparison.Ordinal) : line));
        var draft = new PolicyDraft { Kind = PolicyKind.AccessControl };
        var (book, now) = (portal.Get<PolicyBook>(), portal.Clock.GetUtcNow());
        book.Write(draft, $"# Access\n\n{PolicyText.MatrixMark}\n", (officer.Account!.Value, now));
        await using var db = portal.Open();
        var number = (await PolicyBook.VersionsAsync(db, PolicyKind.AccessControl, default)).FirstOrDefault()?.Number ?? 0;
        var version = book.Sign(draft, number + 1, (officer.Account.Value, now), matrix);
        db.Add(version);
        await db.SaveChangesAsync();
        return version;
    }

    public Task<AcknowledgeResult> AcknowledgeAsync(Actor actor, Guid version) => portal.Get<AcknowledgePolicy>().ForAsync(actor, version, default);

    public Task<IReadOnlyList<AuditEntry>> EntriesAsync(Actor actor) => People.EntriesAsync(entry => entry.Resource == AuditResource.Policy && entry.Account == actor.Account);

    /// <summary>Somebody of a role without an account behind it.</summary>
    public static Actor Of(Role role) => Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local);
}
