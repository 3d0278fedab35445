using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Portal.Features.Patients.Registration;

namespace Portal.Benchmarks.Fields;

/// <summary>The peer: EF Core as it comes, over tables without protection, seal or row security.</summary>
internal sealed class PlainContext(DbContextOptions<PlainContext> options) : DbContext(options)
{
    public const string Tables = """
        CREATE TABLE public.plain_people (
            "Id" uuid PRIMARY KEY, "PatientId" uuid NOT NULL, "Version" int NOT NULL, "Name" text, "BirthDate" date, "Sex" text, "Mrn" text, "NationalId" text,
            "Contact" text, "Deceased" timestamptz, "SourceDisplays" text, "Email" text, "Phone" text);
        CREATE INDEX ON public.plain_people ("Mrn");
        CREATE INDEX ON public.plain_people ("NationalId");
        CREATE INDEX ON public.plain_people ("BirthDate");
        CREATE INDEX ON public.plain_people ("Email");
        CREATE INDEX ON public.plain_people ("Phone");
        GRANT SELECT, INSERT ON public.plain_people TO portal_app;
        """;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var person = modelBuilder.Entity<PlainPerson>().ToTable("plain_people", "public");
        person.Property(row => row.Id).ValueGeneratedNever();
        person.Property(row => row.Version).IsConcurrencyToken();
        person.Property(row => row.Name).HasConversion(AsJson<PersonName>()!);
        person.Property(row => row.Contact).HasConversion(AsJson<ContactDetails>()!);
        person.Property(row => row.SourceDisplays).HasConversion(AsJson<IReadOnlyList<string>>()!);
    }

    private static ValueConverter<T?, string?> AsJson<T>()
        where T : class =>
        new(value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default), text => JsonSerializer.Deserialize<T>(text!, JsonSerializerOptions.Default));
}
