using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Data.Postgres;

/// <summary>A sealed table as it is read past EF: its statement and the code that makes a row, worked out once from EF's model.</summary>
internal sealed class SealedTable
{
    private readonly string all;
    private readonly string ofOwner;
    private readonly SealPlans plans;
    private readonly Func<DbDataReader, SealedRow> make;

    public SealedTable(IEntityType type)
    {
        IProperty[] properties = [.. type.GetProperties()];
        // Quoted, because a column may be called like a word of SQL ("end").
        all = $"SELECT {string.Join(", ", properties.Select(property => $"\"{property.GetColumnName()}\""))} FROM {BulkTable.NameOf(type)} WHERE {Column(type, nameof(SealedRow.PatientId))} = ANY ($1)";
        ofOwner = type.FindProperty(SealedQuery.Owner) is null ? "" : $"{all} AND {Column(type, SealedQuery.Owner)} = $2";
        plans = SealPlans.Of(type);
        make = Compile(type, properties);
    }

    /// <summary>The statement for rows about these patients.</summary>
    /// <exception cref="InvalidOperationException">Rows of one account are asked for, and the table's belong to none.</exception>
    public NpgsqlBatchCommand Select(Guid[] patients, AccountId? of)
    {
#pragma warning disable CA2100 // names come from EF's model
        var command = new NpgsqlBatchCommand(of is null ? all : ofOwner is "" ? throw new InvalidOperationException($"Rows of {plans.Table} belong to no account.") : ofOwner);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = patients });
        if (of is { } account)
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = account.Value });
        }

        return command;
    }

    /// <summary>The row that the reader stands at, its seal checked.</summary>
    public SealedRow Make(DbDataReader reader, DataKey key)
    {
        var row = make(reader);
        row.SealBroken = !RowSeal.Holds(plans, row, key);
        return row;
    }

    private static string Column(IEntityType type, string property) => $"\"{type.FindProperty(property)!.GetColumnName()}\"";

    private static Func<DbDataReader, SealedRow> Compile(IEntityType type, IProperty[] properties)
    {
        var reader = Expression.Parameter(typeof(DbDataReader));
        var made = Expression.MemberInit(
            Expression.New(type.ClrType),
            properties.Select((property, at) => Expression.Bind(property.GetMemberInfo(forMaterialization: false, forSet: true), Value(property, at, reader))));
        return Expression.Lambda<Func<DbDataReader, SealedRow>>(made, reader).Compile();
    }

    // As EF reads it: by the mapping's own method, through its converter.
    private static ConditionalExpression Value(IProperty property, int at, ParameterExpression reader)
    {
        var mapping = property.GetRelationalTypeMapping();
        var index = Expression.Constant(at);
        Expression read = mapping.CustomizeDataReaderExpression(Expression.Call(reader, mapping.GetDataReaderMethod(), index));
        if (mapping.Converter is { } converter)
        {
            var provider = converter.ConvertFromProviderExpression.Parameters[0].Type;
            read = Expression.Invoke(converter.ConvertFromProviderExpression, read.Type == provider ? read : Expression.Convert(read, provider));
        }

        return Expression.Condition(
            Expression.Call(reader, nameof(DbDataReader.IsDBNull), null, index),
            Expression.Default(property.ClrType),
            read.Type == property.ClrType ? read : Expression.Convert(read, property.ClrType));
    }
}
