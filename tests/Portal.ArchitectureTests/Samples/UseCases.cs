// Use cases that break the laws, each in one way, and one that keeps them.
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.ArchitectureTests.Samples.Features.Wrong;

[Needs(Permission.ReadClinical)]
public sealed class InOrder
{
    private static readonly AccessRequest Request = new(Permission.ReadClinical, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical);
    private readonly Gate gate;

    internal InOrder(Gate gate) => this.gate = gate;

    public async Task<bool> ForAsync(Actor actor, PatientId patient, CancellationToken cancel) =>
        await gate.OpenAsync(actor, Purpose.Treatment, Request, patient, cancel) is not null;
}

[Needs(Permission.ReadBilling)]
public sealed class WithWrongPermission
{
    private static readonly AccessRequest Request = new(Permission.ReadClinical, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical);
    private readonly Gate gate;

    internal WithWrongPermission(Gate gate) => this.gate = gate;

    public async Task<bool> ForAsync(Actor actor, PatientId patient, CancellationToken cancel) =>
        await gate.OpenAsync(actor, Purpose.Treatment, Request, patient, cancel) is not null;
}

[OpenToAll("a sample that needs no permission")]
public sealed class WithoutActor
{
    internal WithoutActor()
    {
    }

    public Task ForAsync(string text) => Task.FromResult(text);
}

[OpenToAll("a sample that needs no permission")]
public sealed class WithoutGate
{
    private readonly PortalDatabase database;

    internal WithoutGate(PortalDatabase database) => this.database = database;

    public async Task<int> ForAsync(Actor actor)
    {
        await using var db = database.Open();
        return await db.Set<Patient>().CountAsync() + (int)actor.Role;
    }
}

public sealed class WithoutPermission
{
    internal WithoutPermission()
    {
    }

    public Task ForAsync(Actor actor) => Task.FromResult(actor);
}

[OpenToAll("because")]
public sealed class WithoutReason
{
    internal WithoutReason()
    {
    }

    public Task ForAsync(Actor actor) => Task.FromResult(actor);
}

[OpenToAll("a sample that needs no permission")]
public sealed class WithPublicConstructor
{
    public Task ForAsync(Actor actor) => Task.FromResult(actor);
}
