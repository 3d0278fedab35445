using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.Policies;

/// <summary>Makes, seals and reads versions, drafts and acknowledgements of policies.</summary>
internal sealed class PolicyBook(KeyRing keys, MatrixWords words)
{
    private DataKey Key => keys.Of(KeyUse.Reviews);

    /// <summary>What a text says once it is signed: with the permissions in words, where they belong.</summary>
    public string Whole(PolicyKind kind, string written) => PolicyText.Whole(written, PermissionsIn(kind));

    /// <summary>The permissions in force, in words, for the policy that holds them; else nothing.</summary>
    public string PermissionsIn(PolicyKind kind) => kind == PolicyKind.AccessControl ? words.Write() : "";

    /// <summary>By what a text is recognised.</summary>
    public static byte[] DigestOf(string whole) => SHA256.HashData(Encoding.UTF8.GetBytes(whole));

    /// <summary>A version, sealed, under the permissions in force.</summary>
    public PolicyVersion Sign(PolicyDraft draft, int number, (AccountId By, DateTimeOffset At) signed) =>
        Sign(draft, number, signed, draft.Kind == PolicyKind.AccessControl ? PermissionMatrix.Live : null);

    /// <summary>A version, sealed, under permissions of its time.</summary>
    public PolicyVersion Sign(PolicyDraft draft, int number, (AccountId By, DateTimeOffset At) signed, string? matrix)
    {
        var written = WrittenIn(draft) ?? throw new InvalidOperationException("A draft that cannot be read is not signed.");
        var whole = Whole(draft.Kind, written);
        var version = new PolicyVersion
        {
            Id = Guid.CreateVersion7(signed.At),
            Kind = draft.Kind,
            Number = number,
            Written = new Protected<string>(written, Key),
            Text = new Protected<string>(whole, Key),
            Digest = DigestOf(whole),
            Matrix = matrix,
            MadeBy = draft.MadeBy,
            MadeAt = draft.MadeAt,
            SignedBy = signed.By,
            SignedAt = Microseconds.Cut(signed.At),
        };
        version.Seal = SealOf(version);
        return version;
    }

    /// <summary>What somebody writes, into a draft.</summary>
    public void Write(PolicyDraft draft, string written, (AccountId By, DateTimeOffset At) made) =>
        (draft.Written, draft.MadeBy, draft.MadeAt) = (new Protected<string>(written, Key), made.By, Microseconds.Cut(made.At));

    public string? WrittenIn(PolicyDraft draft) => draft.Written?.Open(Key).ValueOrDefault;

    /// <summary>The text as it was written; <c>null</c> of one that was altered past the portal.</summary>
    public string? WrittenIn(PolicyVersion version) => IsSound(version) ? version.Written?.Open(Key).ValueOrDefault : null;

    /// <summary>The text as it was signed; <c>null</c> of one that was altered past the portal.</summary>
    public string? TextOf(PolicyVersion version) => IsSound(version) ? version.Text?.Open(Key).ValueOrDefault : null;

    /// <summary>Whether the version is as it was signed: its row, and its text.</summary>
    public bool IsSound(PolicyVersion version) =>
        Mac.Same(version.Seal, SealOf(version)) && version.Text?.Open(Key).ValueOrDefault is { } text && Mac.Same(DigestOf(text), version.Digest);

    public PolicyAcknowledgement Acknowledge(PolicyVersion version, AccountId account, DateTimeOffset at)
    {
        var row = new PolicyAcknowledgement { VersionId = version.Id, AccountId = account, At = Microseconds.Cut(at) };
        row.Seal = SealOf(row);
        return row;
    }

    public bool IsSound(PolicyAcknowledgement row) => Mac.Same(row.Seal, SealOf(row));

    /// <summary>The signed versions of a kind, the newest first. They are few.</summary>
    public static Task<List<PolicyVersion>> VersionsAsync(PortalDbContext db, PolicyKind kind, CancellationToken cancel) =>
        db.Set<PolicyVersion>().AsNoTracking().Where(version => version.Kind == kind).OrderByDescending(version => version.Number).ToListAsync(cancel);

    /// <summary>The newest version of each kind that has one.</summary>
    public static async Task<IReadOnlyDictionary<PolicyKind, PolicyVersion>> CurrentAsync(PortalDbContext db, CancellationToken cancel) =>
        await db.Set<PolicyVersion>().AsNoTracking()
            .Where(version => !db.Set<PolicyVersion>().Any(later => later.Kind == version.Kind && later.Number > version.Number))
            .ToDictionaryAsync(version => version.Kind, cancel);

    private byte[] SealOf(PolicyVersion row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [
            .. "policies.versions:1:"u8, .. SealBytes.Of(row.Id), .. SealBytes.Of((long)row.Kind), .. SealBytes.Of((long)row.Number), .. SealBytes.Field(row.Digest),
            .. SealBytes.Field(row.Written?.Open(Key).ValueOrDefault), .. SealBytes.Field(row.Matrix), .. SealBytes.Of(row.MadeBy.Value), .. SealBytes.Of(row.MadeAt),
            .. SealBytes.Of(row.SignedBy.Value), .. SealBytes.Of(row.SignedAt),
        ]);

    private byte[] SealOf(PolicyAcknowledgement row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [.. "policies.acknowledgements:1:"u8, .. SealBytes.Of(row.VersionId), .. SealBytes.Of(row.AccountId.Value), .. SealBytes.Of(row.At)]);
}
