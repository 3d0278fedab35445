using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Patients.Charting;

/// <summary>Who writes which entry of whose chart, why, and with what right.</summary>
internal sealed record EntryTask
{
    public EntryTask(Actor actor, Purpose purpose, AccessRequest request, PatientId patient, Guid entryId)
    {
        Actor = actor;
        Purpose = purpose;
        Request = request with { ResourceId = entryId };
        Patient = patient;
        EntryId = entryId;
    }

    public Actor Actor { get; }

    public Purpose Purpose { get; }

    public AccessRequest Request { get; }

    public PatientId Patient { get; }

    public Guid EntryId { get; }

    /// <summary>Only people have the permissions of charting.</summary>
    public AccountId Author => Actor.Account ?? throw new InvalidOperationException("Only a person writes into a chart.");
}
