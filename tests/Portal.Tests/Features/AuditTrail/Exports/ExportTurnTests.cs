using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Proof;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Data.Auditing.Sealing;

namespace Portal.Tests.Features.AuditTrail.Exports;

/// <summary>Several nodes, or one that is started again, and one export: nothing of it is lost, and nothing is written twice.</summary>
[Trait("Norm", "164.312(b)")]
public sealed class ExportTurnTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Exporting exports = new(portal);

    [Fact]
    public async Task A_node_that_died_is_followed_by_another_that_writes_the_very_same_file()
    {
        var officer = await exports.OfficerAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var from = portal.Clock.GetUtcNow();
        await SealedLog.AppendAsync(portal, 1_200);
        var query = new AuditQuery { Action = AuditAction.Read, From = from, To = portal.Clock.GetUtcNow().AddMilliseconds(1) };
        var id = await exports.AskAsync(officer, query);
        await exports.SealAsync();
        var row = (await portal.Get<ExportBook>().TakeAsync(_ => true, default)).ShouldNotBeNull();
        using (var death = new CancellationTokenSource())
        {
            await Should.ThrowAsync<OperationCanceledException>(() => Task.WhenAll(portal.Get<ExportRun>().WriteAsync(row, death.Token), DieAsync(id, death)));
        }

        (await exports.RowAsync(id)).Written.ShouldBeInRange(ExportPages.PageSize, 1_199);
        (await portal.Get<ExportJob>().WriteNextAsync(default)).ShouldBeFalse(); // the turn lasts a while
        portal.Clock.Advance(ExportBook.TurnTime);
        (await portal.Get<ExportJob>().WriteNextAsync(default)).ShouldBeTrue();
        var again = await exports.WrittenAsync(officer, query);

        var (resumed, whole) = (await exports.FetchAsync(officer, id), await exports.FetchAsync(officer, again));
        ExportProof.Sha(resumed["entries.ndjson"]).ShouldBe(ExportProof.Sha(whole["entries.ndjson"]));
        ExportProof.Proven(resumed, ExportProof.Manifest(portal, resumed)).ShouldBe(1_200);
        (await exports.RowAsync(id)).Turns.ShouldBe(0); // it came further each time
        // Whoever lost the turn writes nothing any more.
        (await portal.Get<ExportRun>().WriteAsync(row, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_ends_an_export_and_whoever_writes_it_do_not_wait_for_each_other()
    {
        var officer = await exports.OfficerAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var from = portal.Clock.GetUtcNow();
        await SealedLog.AppendAsync(portal, 1_100);
        var id = await exports.AskAsync(officer, new() { Action = AuditAction.Read, From = from });
        await exports.SealAsync();
        var row = (await portal.Get<ExportBook>().TakeAsync(_ => true, default)).ShouldNotBeNull();
        using (var death = new CancellationTokenSource())
        {
            await Should.ThrowAsync<OperationCanceledException>(() => Task.WhenAll(portal.Get<ExportRun>().WriteAsync(row, death.Token), DieAsync(id, death)));
        }

        // As ending it does: the export's row first, then its files.
        await using var db = portal.Open();
        await using var ending = await db.Database.BeginTransactionAsync();
        await db.Set<AuditExport>().Where(one => one.Id == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Failure, "held"));
        row = await exports.RowAsync(id);
        var writing = portal.Get<ExportRun>().WriteAsync(row, default);
        await portal.Database.UntilSomebodyWaitsAsync(writing);
        await db.Set<Portal.Data.Files.StoredFile>().Where(one => one.Id == row.FileId || one.Id == row.ProofId).ExecuteUpdateAsync(set => set.SetProperty(one => one.Pieces, one => one.Pieces));
        await ending.RollbackAsync();

        (await writing).ShouldBeTrue();
    }

    [Fact]
    public async Task An_export_that_takes_its_node_with_it_each_time_has_failed_for_good()
    {
        var officer = await exports.OfficerAsync();
        var id = await exports.AskAsync(officer, new() { Person = officer.Account });
        for (var turn = 0; turn < ExportBook.MostTurns; turn++)
        {
            (await portal.Get<ExportBook>().TakeAsync(one => one.Id == id, default)).ShouldNotBeNull();
            portal.Clock.Advance(ExportBook.TurnTime);
        }

        (await portal.Get<ExportBook>().TakeAsync(one => one.Id == id, default)).ShouldBeNull();

        (await exports.ItemAsync(officer, id)).State.ShouldBe(AuditExportState.Failed);
    }

    [Fact]
    public async Task A_node_that_was_only_slow_keeps_what_it_wrote_and_nobody_writes_it_again()
    {
        var officer = await exports.OfficerAsync();
        var id = await exports.AskAsync(officer, new() { Person = officer.Account });
        var book = portal.Get<ExportBook>();
        var slow = (await book.TakeAsync(one => one.Id == id, default)).ShouldNotBeNull();
        portal.Clock.Advance(ExportBook.TurnTime);

        // Another node lists it as left, and the slow one writes its page before that one has taken it.
        var taken = await book.TakeAsync(one =>
        {
            portal.Database.AsSuperuserAsync("UPDATE trail.exports SET written = 500, place = 'further', turn_until = turn_until + interval '2 minutes' WHERE id = $1", one.Id).GetAwaiter().GetResult();
            return one.Id == id;
        }, default);

        taken.ShouldBeNull();
        (await book.RenewAsync(slow, default)).ShouldBeTrue();
        portal.Clock.Advance(ExportBook.TurnTime);
        var next = (await book.TakeAsync(one => one.Id == id, default)).ShouldNotBeNull();
        (next.Written, next.Place).ShouldBe((500L, "further"));
        await book.GiveUpAsync(next, "failed", isForGood: true, default);
    }

    [Fact]
    public async Task Whoever_came_further_in_the_last_of_the_turns_is_tried_again()
    {
        var officer = await exports.OfficerAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var from = portal.Clock.GetUtcNow();
        await SealedLog.AppendAsync(portal, 1_200);
        var id = await exports.AskAsync(officer, new() { Action = AuditAction.Read, From = from });
        await exports.SealAsync();
        await portal.Database.AsSuperuserAsync("UPDATE trail.exports SET turns = $2 WHERE id = $1", id, ExportBook.MostTurns - 1);
        var row = (await portal.Get<ExportBook>().TakeAsync(one => one.Id == id, default)).ShouldNotBeNull();
        row.Turns.ShouldBe(ExportBook.MostTurns);
        using (var death = new CancellationTokenSource())
        {
            await Should.ThrowAsync<OperationCanceledException>(() => Task.WhenAll(portal.Get<ExportRun>().WriteAsync(row, death.Token), DieAsync(id, death)));
        }

        await portal.Get<ExportBook>().GiveUpAsync(row, "failed", isForGood: false, default);

        (await exports.ItemAsync(officer, id)).State.ShouldBe(AuditExportState.Running);
        await portal.Get<ExportBook>().GiveUpAsync(row, "failed", isForGood: true, default);
    }

    [Fact]
    public async Task A_node_that_is_stopped_leaves_its_turn_to_the_next_at_once_and_it_counts_for_none()
    {
        var officer = await exports.OfficerAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var from = portal.Clock.GetUtcNow();
        await SealedLog.AppendAsync(portal, 1_200);
        var query = new AuditQuery { Action = AuditAction.Read, From = from, To = portal.Clock.GetUtcNow().AddMilliseconds(1) };
        var id = await exports.AskAsync(officer, query);
        await exports.SealAsync();
        using (var stop = new CancellationTokenSource())
        {
            await Should.ThrowAsync<OperationCanceledException>(() => Task.WhenAll(portal.Get<ExportJob>().WriteNextAsync(stop.Token), DieAsync(id, stop)));
        }

        (await exports.RowAsync(id)).Turns.ShouldBe(0);
        (await portal.Get<ExportJob>().WriteNextAsync(default)).ShouldBeTrue();
        (await exports.ItemAsync(officer, id)).State.ShouldBe(AuditExportState.Ready);
        Exporting.Lines((await exports.FetchAsync(officer, id))["entries.ndjson"]).Length.ShouldBe(1_200);
    }

    private async Task DieAsync(Guid id, CancellationTokenSource death)
    {
        for (var tries = 0; tries < 5_000 && (await exports.RowAsync(id)).Written == 0; tries++)
        {
            await Task.Delay(2);
        }

        await death.CancelAsync(); // whatever came of it: nobody waits for ever
    }
}
