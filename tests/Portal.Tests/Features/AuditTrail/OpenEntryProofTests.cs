using System.Security.Cryptography;
using FluentValidation;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Data.Auditing.Sealing;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail;

[Trait("Norm", "164.312(c)")]
public sealed class OpenEntryProofTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly Actor Officer = Actor.Person(AccountId.New(), Role.ComplianceOfficer, SessionId.New(), Origin.Local);

    [Fact]
    public async Task An_entry_is_proven_up_to_a_signed_checkpoint_and_no_further_than_it_is_sealed()
    {
        var entries = await SealedLog.AppendAsync(portal, 130, patients: 1);
        (await OpenAsync(entries[3].Id)).State.ShouldBe(EntryProofState.NotSealed);
        await SealedLog.SealAllAsync(portal); // with a first checkpoint
        portal.Clock.Advance(TimeSpan.FromSeconds(10));
        var later = await SealedLog.AppendAsync(portal, 3);
        await SealedLog.SealAllAsync(portal);

        foreach (var entry in new[] { entries[0], entries[70], entries[129] })
        {
            var proof = await OpenAsync(entry.Id);
            proof.State.ShouldBe(EntryProofState.Proven);
            var (block, checkpoint) = (proof.Block!, proof.Checkpoint!);
            MerkleProof.Includes(Bytes(block.Root), block.Count, block.Place - 1, Bytes(proof.LeafHash), [.. block.Path.Select(Bytes)]).ShouldBeTrue();
            var leaf = new AuditBlock(block.Epoch, block.Number, block.SealedAt, block.Count, Bytes(block.Previous), Bytes(block.Root)).LeafHash();
            leaf.ShouldBe(Bytes(block.LeafHash));
            MerkleProof.Includes(Bytes(checkpoint.Root), checkpoint.Size, block.Number, leaf, [.. checkpoint.Path.Select(Bytes)]).ShouldBeTrue();
            // By nothing but what the proof says.
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Bytes(checkpoint.PublicKey), out _);
            var said = new Checkpoint(block.Epoch, checkpoint.Size, Bytes(checkpoint.Root), checkpoint.At).Data();
            key.VerifyData(said, Bytes(checkpoint.Signature), HashAlgorithmName.SHA256).ShouldBeTrue();
        }

        (await OpenAsync(later[0].Id)).State.ShouldBe(EntryProofState.Sealed);
        (await portal.Get<OpenEntryProof>().ForAsync(Officer, Guid.NewGuid(), default)).ShouldBeNull();

        await portal.Database.AsSuperuserAsync("UPDATE audit.entries SET outcome = 2 WHERE id = $1", entries[70].Id.Value);
        (await OpenAsync(entries[70].Id)).State.ShouldBe(EntryProofState.Broken);
    }

    [Fact]
    public async Task Who_may_not_read_the_log_gets_no_proof_and_an_empty_id_none_either()
    {
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<OpenEntryProof>().ForAsync(People.Clinician(), Guid.NewGuid(), default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<OpenEntryProof>().ForAsync(Officer, Guid.Empty, default));
    }

    private async Task<EntryProof> OpenAsync(EntryId entry) => (await portal.Get<OpenEntryProof>().ForAsync(Officer, entry.Value, default)).ShouldNotBeNull();

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);
}
