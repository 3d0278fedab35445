using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity;
using Portal.Features.Staff.Accounts;
using Portal.Features.Staff.Entries;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff;

/// <summary>The directory of the demonstration: a small hospital around the demo accounts. In Development only.</summary>
[Needs(Permission.MaintainInstance)]
public sealed class DemoStaff
{
    // Number, name, department, team, profession, licence, and the numbers of the manager and the account's name in the demo, where there are any.
    private static readonly Colleague[] Hospital =
    [
        new("1001", "Ruth Andersen", "Management", null, "Director", null, null),
        new("1010", "Jonas Petrov", "IT services", "Accounts", "Systems administrator", null, "1001"),
        new("1011", "Noor van Dijk", "IT services", "Accounts", "Systems administrator", null, "1010"),
        new("1020", "Grace Mbeki", "Compliance", null, "Privacy officer", null, "1001"),
        new("1021", "Henrik Solberg", "Compliance", "Internal audit", "Auditor", null, "1001"),
        new("1100", "Dr. Mira Halvorsen", "Internal medicine", "Ward 1", "Physician", "MD-48113", "1001"),
        new("1101", "Dr. Tomasz Wilk", "Internal medicine", "Ward 2", "Physician", "MD-50927", "1100"),
        new("1102", "Dr. Priya Raman", "Internal medicine", "Ward 2", "Physician", "MD-61255", "1100"),
        new("1110", "Samira Haddad", "Internal medicine", "Ward 1", "Nurse", "RN-20418", "1100"),
        new("1111", "Oskar Lindholm", "Internal medicine", "Ward 1", "Nurse", "RN-20655", "1110"),
        new("1200", "Dr. Elena Castellanos", "Cardiology", "Outpatients", "Physician", "MD-39004", "1001"),
        new("1201", "Femke Bakker", "Cardiology", "Outpatients", "Nurse", "RN-18820", "1200"),
        new("1300", "Ines Okafor", "Administration", "Billing", "Billing clerk", null, "1001"),
        new("1301", "Lucas Moreau", "Administration", "Front desk", "Receptionist", null, "1300"),
        new("1302", "Viktor Hansen", "Administration", "Front desk", "Receptionist", null, "1300") { HasLeft = true },
    ];

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly StaffBook book;
    private readonly StaffAccounts links;
    private readonly AuditLog audit;
    private readonly IHostEnvironment environment;
    private readonly TimeProvider clock;

    internal DemoStaff(PortalDatabase database, StaffBook book, StaffAccounts links, AuditLog audit, IHostEnvironment environment, TimeProvider clock)
    {
        this.database = database;
        this.book = book;
        this.links = links;
        this.audit = audit;
        this.environment = environment;
        this.clock = clock;
    }

    /// <summary>Enters the hospital where the directory is empty; how many people were entered.</summary>
    /// <param name="actor">The job that sets the instance up.</param>
    /// <param name="accounts">The demo accounts, which exist already.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">The portal does not run in Development.</exception>
    public async Task<int> SeedAsync(Actor actor, IReadOnlyList<DemoAccount> accounts, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(accounts);
        if (!environment.IsDevelopment() || !actor.Has(Permission.MaintainInstance))
        {
            throw new InvalidOperationException("The demo's directory exists in Development only.");
        }

        await Valid.ValidateAndThrowAsync(new Input(accounts), cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await DirectoryState.TakeTurnAsync(db, cancel);
        if (await db.Set<StaffEntry>().AnyAsync(cancel))
        {
            return 0;
        }

        await audit.AppendAsync(db, StaffAudit.EntryOf(audit, actor, AuditAction.Create, null, AuditOutcome.Allowed) with { Reason = "demo-staff" }, cancel);
        await EnterAsync(db, accounts, cancel);
        await transaction.CommitAsync(cancel);
        return Hospital.Length;
    }

    private async Task EnterAsync(PortalDbContext db, IReadOnlyList<DemoAccount> accounts, CancellationToken cancel)
    {
        // The list has managers before those whom they manage.
        var ids = Hospital.ToDictionary(one => one.Number, _ => Guid.NewGuid());
        foreach (var one in Hospital)
        {
            var entry = new StaffEntry { Id = ids[one.Number] };
            book.Put(entry, InputOf(one, one.Manager is { } manager ? ids[manager] : null));
            db.Add(entry);
            if (accounts.FirstOrDefault(account => account.Name == one.Name && account.Role != Role.Patient) is { } account)
            {
                db.Add(links.New(account.Id.Value, entry.Id, null));
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    private StaffInput InputOf(Colleague one, Guid? manager)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var mailbox = string.Join('.', one.Name.ToLowerInvariant().Replace("dr. ", "", StringComparison.Ordinal).Split(' '));
        return new StaffInput(one.Number, one.Name, one.Department, today.AddDays(-400 - StepOf(one.Number)))
        {
            Team = one.Team, Manager = manager, Profession = one.Profession, Licence = one.Licence, EmployedTo = one.HasLeft ? today.AddDays(-30) : null,
            Email = $"{mailbox}@hospital.example", Phone = $"+1 555 0{one.Number}",
        };
    }

    // Not all on one day, and the same in every demonstration.
    private static int StepOf(string number) => SHA256.HashData(Encoding.UTF8.GetBytes(number))[0] * 9;

    private sealed record Colleague(string Number, string Name, string Department, string? Team, string Profession, string? Licence, string? Manager)
    {
        public bool HasLeft { get; init; }
    }

    private sealed record Input(IReadOnlyList<DemoAccount> Accounts);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Accounts).NotEmpty();
    }
}
