using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Data;

/// <summary>The one model of both databases. Features map their own entities; a use case opens one context and disposes it.</summary>
internal abstract class PortalDbContext(DbContextOptions options, KeyRing? keys) : DbContext(options)
{
    private Guid? entryTransaction;

    /// <summary>The key of row seals. Absent while migrations run: nothing sealed can be read or written then.</summary>
    public DataKey SealKey => keys?.Of(KeyUse.RowSeals) ?? throw new InvalidOperationException("This context was opened without keys.");

    /// <summary>Whether the context's current transaction holds an audit entry; an entry covers the changes of its own transaction only.</summary>
    public bool HasEntryInTransaction => Database.CurrentTransaction is { } current && current.TransactionId == entryTransaction;

    /// <summary>Called by the audit log once an entry was inserted in the context's transaction.</summary>
    public void EntryInserted() => entryTransaction = Database.CurrentTransaction?.TransactionId;

    /// <summary>Called when a part of the transaction was rolled back, perhaps the entry with it.</summary>
    public void ForgetEntry() => entryTransaction = null;

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder
            .AddInterceptors(SealOnSave.Instance, EntryScope.Instance)
            .ReplaceService<IStructuralTypeMaterializerSource, SealCheckingSource>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<IProtected>(); // a scalar, not a navigation; its converter is set once the tables are named
        configurationBuilder.Properties<PatientId>().HaveConversion<PatientIdConverter>();
        configurationBuilder.Properties<AccountId>().HaveConversion<AccountIdConverter>();
        configurationBuilder.Properties<SessionId>().HaveConversion<SessionIdConverter>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PortalDbContext).Assembly, type => !type.IsGenericTypeDefinition);
        ProtectedColumns.Convert(modelBuilder);
        SnakeCase.Apply(modelBuilder.Model);
    }

    private sealed class PatientIdConverter() : ValueConverter<PatientId, Guid>(id => id.Value, value => new PatientId(value));

    private sealed class AccountIdConverter() : ValueConverter<AccountId, Guid>(id => id.Value, value => new AccountId(value));

    private sealed class SessionIdConverter() : ValueConverter<SessionId, Guid>(id => id.Value, value => new SessionId(value));

    private sealed class MicrosecondConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => Microseconds.Cut(time), time => time);
}
