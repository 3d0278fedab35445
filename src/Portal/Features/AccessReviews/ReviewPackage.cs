using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Exporting;
using Portal.Data.Auditing.Proof;
using Portal.Data.Files;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>
/// A signed review as it leaves the portal: the file, and the audit entry of its signature with its proof and a signed manifest, in the form of every export of the log
/// (decisions 0067, 0113), so that the same page checks both.
/// </summary>
internal sealed class ReviewPackage(PortalInstance instance, AuditLog audit, SetProver prover, FileStore files, TimeProvider clock)
{
    private const string Proofs = "proofs.ndjson";

    /// <summary>The files; <c>null</c> where the entry or the file is gone, or the file is not what was signed.</summary>
    public async Task<IReadOnlyList<ReviewPackageFile>?> OfAsync(Actor actor, Campaign campaign, CancellationToken cancel)
    {
        if (instance.CheckpointKey is not { } key || await CsvAsync(campaign, cancel) is not { } csv || await instance.Database.Seals.FindAsync(campaign.SignEntry!.Value, cancel) is not { } placed)
        {
            return null;
        }

        var form = new NdjsonEntries(isWithoutWhere: true);
        var (entries, proven) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        form.Write(entries, new ExportedEntry(placed.Entry, prover.Open(placed.Entry), null, !audit.Holds(placed.Signed)), isFirst: true);
        var newest = await prover.NewestAsync(cancel);
        var to = await prover.BaseAsync(newest?.Checkpoint.Epoch, newest?.Checkpoint.Size ?? 0, cancel);
        var proof = (await prover.ProveAsync([placed], to, cancel))[0];
        ProofLines.Write(proven, proof, prover.Open, form.ProvesContent);
        var (entryBytes, proofBytes) = (entries.WrittenSpan.ToArray(), proven.WrittenSpan.ToArray());
        ManifestFile[] parts = [PartOf(form.Name, entryBytes), PartOf(Proofs, proofBytes), PartOf(ReviewFile.Name, csv)];
        return
        [
            new(ReviewFile.Name, csv), new(form.Name, entryBytes), new(Proofs, proofBytes),
            new(SignedManifest.Name, SignedManifest.Write(ManifestOf(actor, campaign, placed, (proof.State, to, parts)), key)),
        ];
    }

    /// <summary>The file as it was signed; <c>null</c> where it is gone or another one.</summary>
    public async Task<byte[]?> CsvAsync(Campaign campaign, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        try
        {
            await foreach (var piece in files.ReadAsync(campaign.FileId!.Value, campaign.Id, cancel))
            {
                bytes.Write(piece);
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return bytes.ToArray() is var all && SHA256.HashData(all).AsSpan().SequenceEqual(campaign.Hash) ? all : null;
    }

    private ExportManifest ManifestOf(Actor actor, Campaign campaign, PlacedEntry placed, (SetProofState State, ProofBase To, ManifestFile[] Files) proven)
    {
        var now = Microseconds.Cut(clock.GetUtcNow()).UtcDateTime;
        return new ExportManifest
        {
            Id = campaign.Id,
            Format = "Ndjson",
            Proves = "content",
            Withheld = ["where"],
            Account = actor.Account?.Value,
            Role = EntryCodes.Code(actor.Role),
            Reason = "review",
            RequestedAt = now,
            FinishedAt = now,
            Query = JsonSerializer.SerializeToElement(new { entry = placed.Entry.Id.Value }),
            From = placed.Entry.At.UtcDateTime,
            To = now,
            Entries = 1,
            Proven = proven.State == SetProofState.Proven ? 1 : 0,
            NotSealed = proven.State == SetProofState.NotSealed ? 1 : 0,
            Broken = proven.State == SetProofState.Broken ? 1 : 0,
            Files = proven.Files,
            Checkpoints = [.. proven.To.Checkpoints.Values.Select(signed => JsonDocument.Parse(CheckpointLine.Of(signed)).RootElement.Clone())],
        };
    }

    private static ManifestFile PartOf(string name, byte[] bytes) => new(name, bytes.Length, EntryCodes.Hex(SHA256.HashData(bytes)));
}

/// <summary>A file of a signed review.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ReviewPackageFile(string Name, ReadOnlyMemory<byte> Content)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
