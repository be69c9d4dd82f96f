package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every problem names its place in the file as it was written, and what to do. */
class TemplateProblemTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "{=verions.python} → 1:3: there is no variable 'verions' (did you mean 'versions'?)",
                "{=zzz.python} → 1:3: there is no variable 'zzz' (known variables: image, images, platforms, tag, variables, variant, versions)",
                "{=versions.pyhton} → 1:3: 'versions' has no key 'pyhton' (did you mean 'python'?)",
                "{=versions['dotnet-skd']} → 1:3: 'versions' has no key 'dotnet-skd' (did you mean 'dotnet-sdk'?)",
                "{=variables.proxy.port} → 1:3: 'variables.proxy' has no key 'port' (known keys: host, size; for an optional key, give a default: variables.proxy.port ?: '…')",
                "{=image.nmae} → 1:3: 'image' has no property 'nmae' (did you mean 'name'?)",
                "{=image.description} → 1:3: 'image.description' is not set (test it first: {#if image.description}, or give a default: image.description ?: '…')",
                "{=variant.name} → 1:3: 'variant' is not set (test it first: {#if variant}, or give a default: variant ?: '…')",
                "{=variant} → 1:3: 'variant' is not set (test it first: {#if variant}, or give a default: variant ?: '…')",
                "{=images.get('bsae')} → 1:3: there is no base image 'bsae' (did you mean 'base'?)",
                "{=images.get('bsae') ?: 'x'} → 1:3: there is no base image 'bsae' (did you mean 'base'?)",
                "{=images.get(versions.bsae)} → 1:14: 'versions' has no key 'bsae' (known keys: dotnet-sdk, python, uv; for an optional key, give a default: versions.bsae ?: '…')",
                "{=versions} → 1:3: this is a map, which cannot be printed (print one of its properties: dotnet-sdk, python, uv)",
                "{=variables.packages} → 1:3: this is a list, which cannot be printed (join its elements: .join(' '))",
                "{=variables.shell.foo('x')} → 1:3: 'variables.shell' has no function 'foo' (known functions: indent, replace, split)",
                "{=variables.shell.replace('x')} → 1:3: 'replace' takes 2 arguments, not 1",
                "{=variables.packages[5]} → 1:3: there is no element 5 (the list has 2 elements, counted from 0)",
                "{=variables.empty.first} → 1:3: the list is empty (test it first: {#if list.isEmpty})",
                "{=version('latest')} → 1:3: 'latest' is not a valid version (a version starts with a number, such as 3.12.1)",
                "{#if versions.python > '3.9'}{/if} → 1:6: '3.13.7' and '3.9' cannot be ordered (compare versions with version(…): version(versions.python) >= version('3.12'))",
                "{#if versions.pyton == '3.9'}{/if} → 1:6: 'versions' has no key 'pyton' (did you mean 'python'?)",
                "{#if true && verions.x}{/if} → 1:14: there is no variable 'verions' (did you mean 'versions'?)",
                "{#if image.nmae}{/if} → 1:6: 'image' has no property 'nmae' (did you mean 'name'?)",
                "{#if unknown}{/if} → 1:6: there is no variable 'unknown' (known variables: image, images, platforms, tag, variables, variant, versions)",
                "{#for x in variables.extra}{/for} → 1:12: 'variables' has no key 'extra' (known keys: debug, empty, packages, proxy, script, shell; for an optional key, give a default: variables.extra ?: '…')",
                "{#for x in versions.uv}{/for} → 1:12: {#for} needs a list or a map, but this is a string (use .split(',') to split a string into a list)",
                "{#for item in platforms}{=itm}{/for} → 1:27: there is no variable 'itm' (did you mean 'item'?)",
                "{#switch tag.base}{#case versions.x}{/switch} → 1:26: 'versions' has no key 'x' (known keys: dotnet-sdk, python, uv; for an optional key, give a default: versions.x ?: '…')",
                "{=variables.variables.x} → 1:3: 'variables' has no key 'variables' (known keys: debug, empty, packages, proxy, script, shell; for an optional key, give a default: variables.variables ?: '…')",
                "{=variables.proxy.get('a b').c} → 1:3: 'variables.proxy' has no key 'a b' (known keys: host, size; for an optional key, give a default: variables.proxy['a b'] ?: '…')",
                "{=tag.base.split('.')[9]} → 1:3: there is no element 9 (the list has 3 elements, counted from 0)",
                "{=tag.base.split('.').x} → 1:3: 'tag.base.split(…)' has no property 'x' (known properties: first, isEmpty, last, size)",
                "{=(versions.x ?: 'a').b} → 1:4: a string has no property 'b' (known properties: lower, upper)",
                "{=images.get(variables.extra??)} → 1:3: 'get' has an argument without a value",
                "{#if version(variables.extra??) > version('3')}{/if} → 1:6: 'version' takes a string, not nothing",
                "{#if variables.extra?? > 3}{/if} → 1:6: 'nothing' and '3' cannot be ordered (compare versions with version(…): version(versions.python) >= version('3.12'))",
                // nothing but data
                "{=image.getClass()} → 1:3: 'image' has no property 'getClass' (known properties: aliases, description, name)",
                "{=image.class} → 1:3: 'image' has no property 'class' (known properties: aliases, description, name)",
                "{=''.getClass().forName('x')} → 1:3: a string has no property 'getClass' (known properties: lower, upper)",
                "{=versions.getClass} → 1:3: 'versions' has no key 'getClass' (known keys: dotnet-sdk, python, uv; for an optional key, give a default: versions.getClass ?: '…')",
                "{=inject:foo} → 1:9: ':' is not allowed here (expressions do not support namespaces)",
                "{=cdi:foo.bar} → 1:6: ':' is not allowed here (expressions do not support namespaces)",
                "{=str:eval('x')} → 1:6: ':' is not allowed here (expressions do not support namespaces)",
                "{=data:versions} → 1:7: ':' is not allowed here (expressions do not support namespaces)",
                "{=use:text(1,1,versions.uv)} → 1:6: ':' is not allowed here (expressions do not support namespaces)",
                "{=config:property('x')} → 1:9: ':' is not allowed here (expressions do not support namespaces)",
                // syntax of expressions
                "{=versions.} → 1:12: a name is missing after '.'",
                "{=versions..uv} → 1:12: a name is missing after '.'",
                "{= } → 1:4: an expression is missing here",
                "{=} → 1:3: an expression is missing here",
                "{=abc → 1:1: '{=' is not closed (the closing '}' is missing)",
                "x {=abc⏎y} → 1:3: '{=' is not closed (the closing '}' is missing)",
                "{=abc {=versions.uv} → 1:1: '{=' is not closed (the closing '}' is missing)",
                "{='abc} → 1:3: the string that starts here is not closed (the closing ' is missing on this line)",
                "{=versions.dotnet-sdk} → 1:18: '-' is not allowed in a name (put a key with a hyphen in brackets: versions['dotnet-sdk'])",
                "{=versions.uv versions.uv} → 1:15: 'versions' is not allowed here",
                "{=versions['uv'} → 1:16: expected ']', not '}' (the closing ']' is missing)",
                "{=versions.uv.replace('a','b'} → 1:30: expected ')', not '}' (the closing ')' is missing)",
                "{=version} → 1:3: there is no variable 'version' (did you mean 'versions'?)",
                "{=verson('1')} → 1:3: there is no function 'verson' (did you mean 'version'?)",
                "{=versions.uv ?: } → 1:18: an expression is missing here",
                "{=3.12rc1} → 1:3: '3.12rc1' is not a number (write it in quotes: '3.12rc1')",
                "{=versions.uv + 1} → 1:15: '+' is not allowed here",
                "{#if a = b}{/if} → 1:8: '=' is not allowed here (use == to compare values)",
                "{#if 1 < 2 < 3}{/if} → 1:12: comparisons cannot be chained (join them with &&: a < b && b < c)",
                // sections
                "{#foo} → 1:1: there is no section 'foo' (did you mean 'for'?; to write text, use {| … |})",
                "{#insert /} → 1:1: there is no section 'insert' (known sections: case, else, for, if, include, let, switch; to write text, use {| … |})",
                "{#if}{/if} → 1:5: an expression is missing here",
                "a⏎ {#if true}⏎b → 2:2: {#if} is not closed (close it with {/if})",
                "{#for x in platforms}⏎{#if true}⏎{/for} → 3:1: {/for} is not allowed while {#if} is open (close {#if} first, with {/if})",
                "{#for platforms}{/for} → 1:7: {#for} needs a name and a list (write {#for package in variables.packages})",
                "{#if true /}{/if} → 1:1: only {#include} can end in '/}' (remove the slash)",
                "{#else} → 1:1: {#else} is only allowed in {#if}, {#for} or {#switch}",
                "{#if true}{#else}{#else}{/if} → 1:18: only {/if} is allowed after {#else}",
                "{#if true}{#else}{#else if true}{/if} → 1:18: only {/if} is allowed after {#else}",
                "{#for x in platforms}{#else if true}{/for} → 1:22: {#else if} is only allowed in {#if}",
                "{#if true}{#else when false}{/if} → 1:18: 'when' is not allowed after {#else (write {#else if …})",
                "{#include a\0 /} → 1:11: the include's name is not a valid file name: Nul character not allowed",
                "{#case 'x'} → 1:1: {#case} is only allowed in {#switch}",
                "{#switch tag.base}{/switch} → 1:1: this {#switch} has no {#case}",
                "{#switch tag.base}⏎ x⏎{#case 'x'}{/switch} → 2:2: nothing is allowed before the first {#case}",
                "{#let}{/let} → 1:6: {#let} needs a name and a value (write {#let name=value})",
                "{#let x}{/let} → 1:7: expected name=value, not 'x'",
                "{#let x=1 x=2}{/let} → 1:11: 'x' is given twice",
                "{#include} → 1:1: {#include} needs the name of a template (write {#include common/apt /})",
                "a {! never → 1:3: this comment is not closed ('!}' is missing; if this is text, write {|{|}!)",
                "a {! never⏎b⏎{! next !} → 1:3: this comment is not closed before the next one, in line 3 (end it with '!}'; if this is text, write {|{|}!)",
                "awk '{! seen[$0]++}' a⏎{! next !} → 1:6: this comment is not closed before the next one, in line 2 (end it with '!}'; if this is text, write {|{|}!)",
                "a {| never → 1:3: this unparsed text is not closed ('|}' is missing; if this is text, write {|{|}|)",
                "🐳 {=x} → 1:5: there is no variable 'x' (known variables: image, images, platforms, tag, variables, variant, versions)",
            })
    void isReported(String template, String expected) {
        assertThat(new TemplateFleet(directory)
                        .withTemplate(template.replace("⏎", "\n"))
                        .problems())
                .containsExactly("Dockerfile.tmpl:" + expected);
    }

    @Test
    void allMissingValuesAreReportedAtOnce() {
        String template =
                """
                FROM {=images.get('nope')}
                # {=versions.a} {=versions.b ?: 'x'} {=versions.uv}
                {#for x in versions.c}{=x.y}{/for}
                {#if versions.d == 'x' || versions.e}{=f}{/if}
                {#let g=versions.g h=g.h}{=g}{=g.x}{=h}{/let}
                {=versions.i.upper.replace('a', versions.j)}
                """;

        assertThat(new TemplateFleet(directory).withTemplate(template).problems())
                .extracting(problem -> problem.replaceFirst("^Dockerfile.tmpl:([0-9]+:[0-9]+):.*", "$1"))
                .containsExactly("1:8", "2:5", "3:12", "4:6", "5:9", "5:22", "6:3");
    }

    @Test
    void allBrokenMarkupIsReportedAtOnce() {
        String template =
                """
                {=versions.}
                {#foo} {=a b} ok
                {#if versions.}
                {#else}
                {/if}
                {#for x of y}
                {/for}
                {#include nothing /}
                {#if true}
                """;

        assertThat(new TemplateFleet(directory).withTemplate(template).problems())
                .extracting(problem -> problem.replaceFirst("^Dockerfile.tmpl:([0-9]+:[0-9]+):.*", "$1"))
                .containsExactly("1:12", "2:1", "2:12", "3:15", "6:7", "8:11", "9:1");
    }

    @Test
    void carriageReturnsDoNotMoveThePlace() {
        assertThat(new TemplateFleet(directory)
                        .withTemplate("a\r\n{! b\r\n c !}\r\n {|\r\n|}{=x}\r\n")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("Dockerfile.tmpl:5:5: there is no variable 'x'");
    }
}
