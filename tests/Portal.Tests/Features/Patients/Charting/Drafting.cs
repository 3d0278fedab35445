using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Drafts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Patients.Charting;

internal sealed class Drafting(PortalFixture portal)
{
    public Charts Charts { get; } = new(portal);

    public Task<DraftMark?> KeepAsync(Actor actor, PatientId patient, string text, EntryKind kind = EntryKind.Note, DraftMark? before = null) => portal.Get<KeepDraft>().ForAsync(
        actor, Purpose.Treatment, patient, new DraftInput(kind, null, 0, new Dictionary<string, string> { ["Text"] = text }, before), default);

    public Task DropAsync(Actor actor, PatientId patient, DraftMark draft) => portal.Get<DropDraft>().ForAsync(actor, Purpose.Treatment, patient, draft, default);

    public Task<IReadOnlyList<KeptDraft>> FindAsync(Actor actor, PatientId patient) =>
        portal.Get<FindDrafts>().ForAsync(actor, Purpose.Treatment, patient, default);

    public async Task<int> CountAsync(PatientId patient)
    {
        await using var db = portal.Open();
        return await db.Set<TypedDraft>().CountAsync(row => row.PatientId == patient);
    }
}
